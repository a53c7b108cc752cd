"use client";

import { useEffect, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { sentenceOf } from "@/lib/client/api";
import { count } from "@/lib/client/figures";
import type { ComparisonView } from "@/lib/contract/comparison";
import type { MessageView } from "@/lib/conversation/message";
import { FactsTable } from "./facts-table";
import { MarkedText } from "./marked-text";
import { diffFacts } from "./settings-diff";
import type { DiffPiece } from "./text-diff";
import { useDiff } from "./use-diff";
import { versionName } from "./version-name";

interface DiffDialogProps {
  /** the version that is shown */
  message: MessageView;
  /** some versions, as they are stored */
  load: (answerIds: string[]) => Promise<ComparisonView>;
  onClose: () => void;
}

/** What differs between two versions of an answer: its words, its reasoning, what it was asked with and what it took. */
export function DiffDialog({ message, load, onClose }: DiffDialogProps) {
  const { siblings } = message;
  const at = siblings.indexOf(message.id);
  const [afterId, setAfterId] = useState(at > 0 ? message.id : (siblings[at + 1] ?? message.id));
  const [beforeId, setBeforeId] = useState(at > 0 ? (siblings[at - 1] ?? message.id) : message.id);
  const [versions, setVersions] = useState<ReadonlyMap<string, MessageView>>(new Map());
  const [problem, setProblem] = useState<string | null>(null);
  const before = versions.get(beforeId);
  const after = versions.get(afterId);
  const missing = [...new Set([beforeId, afterId])].filter((id) => !versions.has(id)).join();

  useEffect(() => {
    if (missing === "") return;
    let isHere = true;
    load(missing.split(",")).then(
      ({ lanes }) => {
        const read = lanes.flatMap(({ messages: [first] }) => first ?? []);
        if (isHere) setVersions((known) => new Map([...known, ...read.map((each) => [each.id, each] as const)]));
        if (isHere && read.length < lanes.length) setProblem("This version is not there any more.");
      },
      (error: unknown) => isHere && setProblem(sentenceOf(error)),
    );
    return () => {
      isHere = false;
    };
  }, [missing, load]);

  const diff = useDiff(before, after);
  const nameOf = (id: string) => versionName(siblings.indexOf(id) + 1, versions.get(id)?.completion);
  const choose = (label: string, value: string, onChange: (id: string) => void) => (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {siblings.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Dialog label="What differs" onClose={onClose} className="diff">
      <div className="inside">
        <div className="sides">
          {choose("From", beforeId, setBeforeId)}
          {choose("To", afterId, setAfterId)}
        </div>
        {problem && (
          <p className="remark" role="alert">
            {problem}
          </p>
        )}
        {!problem && !diff && (
          <p className="remark" role="status">
            Comparing
          </p>
        )}
        {diff && before && after && (
          <>
            <Part title="Answer" pieces={diff.answer} />
            <Part title="Reasoning" pieces={diff.reasoning} />
            <section aria-label="Settings and figures">
              <h3>Settings and figures</h3>
              <FactsTable
                lines={diffFacts(before.completion, after.completion)}
                names={[nameOf(beforeId), nameOf(afterId)]}
              />
            </section>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Part({ title, pieces }: { title: string; pieces: readonly DiffPiece[] }) {
  return (
    <section aria-label={title}>
      <h3>
        {title} <small>{summaryOf(pieces)}</small>
      </h3>
      {pieces.some(({ kind }) => kind !== "same") && <MarkedText pieces={pieces} />}
    </section>
  );
}

/** "34 characters added, none removed" */
function summaryOf(pieces: readonly DiffPiece[]): string {
  if (pieces.length === 0) return "neither has any";
  const of = (wanted: DiffPiece["kind"]) =>
    pieces.reduce((sum, { kind, text }) => sum + (kind === wanted ? text.length : 0), 0);
  const added = of("added");
  const removed = of("removed");
  if (added + removed === 0) return "the same to the character";
  const words = (value: number) => (value === 0 ? "nothing" : `${count(value)} character${value === 1 ? "" : "s"}`);
  return `${words(added)} added, ${words(removed)} removed`;
}
