"use client";

import { RotateCw } from "lucide-react";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useRemembered } from "@/components/ui/use-remembered";
import { cost, notReported, seconds, tokens } from "@/lib/client/figures";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { AnswerDetails } from "./answer-details";
import { bringIntoView } from "./bring-into-view";
import type { MessageActions } from "./message";
import { MessageMenu } from "./message-menu";
import { TimeBar } from "./time-bar";
import { Versions } from "./versions";

interface FolioProps {
  message: MessageView;
  /** null: the words are a person's */
  completion: CompletionView | null;
  isBusy: boolean;
  actions: MessageActions;
}

/** The line under an answer: versions, facts, actions. */
export function Folio({ message, completion, isBusy, actions }: FolioProps) {
  const [isOpen, setIsOpen] = useRemembered("details", false);
  const regionId = useId();
  const text = () =>
    message.parts.map((part) => (part.type === "text" || part.type === "refusal" ? part.text : "")).join("");
  return (
    <>
      <div className="folio">
        {message.siblings.length > 1 && <Versions message={message} isBusy={isBusy} onChoose={actions.chooseVersion} />}
        {completion && (
          <button
            type="button"
            className="details"
            aria-label="Answer details"
            aria-expanded={isOpen}
            aria-controls={regionId}
            onClick={() => setIsOpen(!isOpen)}
          >
            {hasCome(message, completion) ? (
              <>
                <TimeBar timings={completion.timings} parts={message.parts} />
                {factsOf(completion)}
              </>
            ) : (
              "Details"
            )}
          </button>
        )}
        <span className="actions">
          {message.parts.some((part) => part.type === "text" || part.type === "refusal") && (
            <CopyButton label="Copy" text={text} />
          )}
          <button
            type="button"
            className="icon sm"
            aria-label="Regenerate"
            title="Regenerate"
            disabled={isBusy}
            onClick={() => actions.regenerate(message.id)}
          >
            <RotateCw className="i s" aria-hidden />
          </button>
          <MessageMenu message={message} isBusy={isBusy} actions={actions} />
        </span>
      </div>
      <section id={regionId} aria-label="Answer details" hidden={!isOpen} className="facts-panel">
        {isOpen && completion && (
          <div className="reveal" ref={bringIntoView}>
            <AnswerDetails messageId={message.id} completion={completion} actions={actions} />
          </div>
        )}
      </section>
    </>
  );
}

/** Where nothing of an answer came there is nothing to measure, and nothing that was not reported. */
function hasCome({ parts }: MessageView, { usage, cost }: CompletionView): boolean {
  return parts.length > 0 || usage !== null || cost !== null;
}

function factsOf(completion: CompletionView): string {
  const { timings, usage } = completion;
  return [
    timings.totalMs === null ? "time not reported" : seconds(timings.totalMs),
    usage?.outputTokens === null || usage === null ? `tokens ${notReported}` : tokens(usage.outputTokens),
    completion.cost === null ? `cost ${notReported}` : cost(completion.cost),
  ].join(", ");
}
