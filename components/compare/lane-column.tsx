"use client";

import { CornerDownRight, Square } from "lucide-react";
import { EffortMark } from "@/components/composer/effort-mark";
import type { LiveAnswer, Unsent } from "@/components/conversation/conversation-state";
import { AnswerBody } from "@/components/message/answer-body";
import { CopyButton } from "@/components/ui/copy-button";
import type { MessageView } from "@/lib/conversation/message";
import type { Lane } from "./lane";
import { useLane } from "./use-lane";

interface LaneColumnProps {
  lane: Lane;
  name: string;
  onAgain: () => void;
  onPick: () => void;
}

/** One lane: its answer as it comes, and what can be done with it. */
export function LaneColumn({ lane, name, onAgain, onPick }: LaneColumnProps) {
  const { live, unsent, activity, problem, deleted, ...stored } = useLane(lane, (state) => state);
  // the words of one that runs are not among them yet
  const messages = stored.messages.map((message) => (message.id === live?.messageId ? live.message : message));
  const isBusy = activity !== "idle";
  const last = messages.at(-1);
  const isStored = messages.some(({ completion, editedFromId }) => completion || editedFromId);
  const text = () => messages.flatMap(({ role, parts }) => (role === "assistant" ? parts.map(wordsOf) : [])).join("");
  return (
    <section className="lane" aria-label={name} aria-busy={isBusy} data-lane={messages[0]?.id}>
      <h2>
        <EffortMark effort={lane.choice.effort} />
        <span className="grow">{name}</span>
      </h2>
      {deleted ? (
        <p className="remark" role="alert">
          This conversation was deleted.
        </p>
      ) : (
        messages.map((message) =>
          message.role === "user" ? (
            <p key={message.id} className="remark" data-part="continue">
              <CornerDownRight className="i s" aria-hidden />
              <span>Asked to go on</span>
            </p>
          ) : isStored || unsent || isBusy ? (
            <LaneAnswer
              key={lane.run.keyOf(message.id)}
              {...{ lane, message, unsent, isBusy, onAgain }}
              live={live?.messageId === message.id ? live : null}
            />
          ) : (
            <p key={message.id} className="remark">
              This answer was not stored.
              {lane.choice.model !== "" && (
                <button type="button" className="btn" onClick={onAgain}>
                  Try again
                </button>
              )}
            </p>
          ),
        )
      )}
      {problem && (
        <p className="remark" role="alert">
          {problem}
        </p>
      )}
      <div className="lane-foot">
        {isBusy ? (
          <button
            type="button"
            className="btn"
            aria-label={`Stop ${name}`}
            aria-disabled={activity === "stopping"}
            onClick={lane.stop}
          >
            <Square className="i s" aria-hidden />
            {activity === "stopping" ? "Stopping" : "Stop"}
          </button>
        ) : (
          isStored && (
            <>
              <button type="button" className="btn" disabled={!last || deleted !== null} onClick={onPick}>
                Continue from {name}
              </button>
              <CopyButton label="Copy" text={text} />
            </>
          )
        )}
      </div>
    </section>
  );
}

interface LaneAnswerProps {
  lane: Lane;
  message: MessageView;
  live: LiveAnswer | null;
  unsent: Unsent | null;
  isBusy: boolean;
  onAgain: () => void;
}

function LaneAnswer({ lane, message, live, unsent, isBusy, onAgain }: LaneAnswerProps) {
  const actions = {
    regenerate: onAgain,
    continue: (id: string) => lane.goOn(id),
    resend: lane.resend,
    stop: lane.stop,
  };
  return (
    <article aria-label="Assistant" data-message-id={message.id} data-status={message.status} tabIndex={-1}>
      <AnswerBody
        message={message}
        live={live}
        unsent={unsent?.messageId === message.id ? unsent : null}
        isBusy={isBusy}
        actions={actions}
      />
    </article>
  );
}

const wordsOf = (part: MessageView["parts"][number]) =>
  part.type === "text" || part.type === "refusal" ? part.text : "";
