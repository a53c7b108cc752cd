"use client";

import { ArrowLeft, Square } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useRefreshOnReturn } from "@/components/conversation/use-refresh-on-return";
import { PartViewsContext } from "@/components/message/part-views";
import { storedParts } from "@/components/message/stored-parts";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useFocusOnArrival } from "@/components/shell/use-focus-on-arrival";
import { cost } from "@/lib/client/figures";
import type { ComparisonView } from "@/lib/contract/comparison";
import type { MessageView } from "@/lib/conversation/message";
import { Comparison } from "./comparison";
import type { Lane } from "./lane";
import { laneName } from "./lane-choice";
import { LaneColumn } from "./lane-column";
import { laneFacts } from "./lane-facts";
import { LaneTable } from "./lane-table";
import { LaneTabs } from "./lane-tabs";
import { useEnded, useLanes } from "./use-lane";

/** One question, and up to four answers to it side by side. */
export function ComparePage({ view }: { view: ComparisonView }) {
  const [comparison] = useState(() => new Comparison(view));
  const [problem, setProblem] = useState<string | null>(null);
  const router = useRouter();
  const heading = useFocusOnArrival();
  const { lanes } = comparison;
  const choices = lanes.map(({ choice }) => choice);
  const names = uniqueNames(choices.map((choice) => laneName(choice, choices)));
  const isRunning = useLanes(lanes, ({ activity }) => (activity === "idle" ? 0 : 1)).includes("1");
  // an answer made again has another id: the address leads to what is shown
  const ids = useLanes(lanes, ({ messages }) => messages.find(({ completion }) => completion)?.id ?? "");
  const ended = useEnded(comparison.ended);

  useEffect(() => {
    comparison.attach();
    const onHide = () => document.visibilityState === "hidden" && comparison.detach();
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      comparison.detach();
    };
  }, [comparison]);
  useRefreshOnReturn(comparison.refresh);
  useEffect(() => {
    if (ids && location.pathname + location.search !== comparison.path) history.replaceState(null, "", comparison.path);
  }, [comparison, ids]);
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open"))
      return;
    comparison.stopAll();
  });
  useEffect(() => {
    document.addEventListener("keydown", onEscape);
    return () => document.removeEventListener("keydown", onEscape);
  }, []);

  const pick = async (lane: Lane) => {
    const wrong = await comparison.pick(lane);
    if (wrong) setProblem(wrong);
    else router.push(`/c/${comparison.id}`);
  };
  const question = view.question.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return (
    <>
      <header className="topbar">
        <OpenSidebar />
        <h1 ref={heading} tabIndex={-1}>
          Comparison
        </h1>
        <span className="facts">{factsOf(ended)}</span>
        <span className="grow" />
        {isRunning && (
          <button type="button" className="btn quiet" aria-label="Stop all" onClick={comparison.stopAll}>
            <Square className="i s" aria-hidden />
            Stop all
          </button>
        )}
        <Link className="btn quiet" href={`/c/${comparison.id}`} aria-label="Back to the conversation">
          <ArrowLeft className="i s" aria-hidden />
          <span className="word">Conversation</span>
        </Link>
      </header>
      <div className="compare" data-lanes={lanes.length} style={{ "--lanes": lanes.length } as React.CSSProperties}>
        <article className="ask" aria-label="You" data-message-id={view.question.id}>
          <p className="question" dir="auto" data-part="question">
            {question}
          </p>
        </article>
        <p className="sr" role="status">
          {isRunning
            ? `${ended.filter((messages) => messages.length > 0).length} of ${lanes.length} answers are there`
            : ""}
        </p>
        <LaneTable lanes={lanes} names={names} ended={ended} />
        {problem && (
          <p className="remark" role="alert">
            {problem}
          </p>
        )}
        <PartViewsContext value={storedParts}>
          <LaneTabs names={names} marks={choices.map(({ effort }) => effort)}>
            {lanes.map((lane, index) => (
              <LaneColumn
                // the place is the lane: its answer may be made again
                key={names[index]}
                lane={lane}
                name={names[index] ?? ""}
                onAgain={() => comparison.again(lane)}
                onPick={() => void pick(lane)}
              />
            ))}
          </LaneTabs>
        </PartViewsContext>
      </div>
    </>
  );
}

/** "4 lanes, $0.000666"; without the sum while one of them is not known */
function factsOf(ended: readonly (readonly MessageView[])[]): string {
  const known = ended.map((messages) => laneFacts(messages).cost).filter((each) => each !== null);
  const sum = known.reduce((all, each) => all + Number(each), 0);
  return `${ended.length} lanes${known.length === ended.length ? `, ${cost(String(Number(sum.toFixed(8))))}` : ""}`;
}

/** Twice the same model and effort: told apart by their place. */
function uniqueNames(names: readonly string[]): string[] {
  return names.map((name, index) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} ${index + 1}`));
}
