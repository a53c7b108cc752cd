"use client";

import { clock } from "@/lib/client/figures";
import type { ReviewedMessage, ReviewedPart, ShareReview } from "@/lib/contract/shares";
import { isPartShown, type ShareDraft, withHidden, withKind, withPart } from "./share-draft";

interface ShareContentsProps {
  draft: ShareDraft;
  review: ShareReview;
  /** ids of messages that were written since the link was made */
  since: readonly string[];
  onChange: (draft: ShareDraft) => void;
}

/** Every message and every part of it that is left out unless it is wanted, with a box to tick. */
export function ShareContents({ draft, review, since, onChange }: ShareContentsProps) {
  const all = review.messages.flatMap(({ parts }) => parts);
  const has = (type: ReviewedPart["type"]) => all.some((part) => part.type === type);
  return (
    <>
      <h3>{review.fromId === null ? "What readers see" : "What readers see: this question and its answer"}</h3>
      <p className="help">Reasoning is left out unless you add it: it is raw, and nobody has moderated it.</p>
      <div className="kinds">
        {has("reasoning") && (
          <Box isOn={draft.reasoning} onChange={(is) => onChange(withKind(draft, review, "reasoning", is))}>
            Reasoning
          </Box>
        )}
        {has("tool") && (
          <Box isOn={draft.tools} onChange={(is) => onChange(withKind(draft, review, "tools", is))}>
            Tool calls
          </Box>
        )}
        <Box isOn={draft.figures} onChange={(figures) => onChange({ ...draft, figures })}>
          Figures
        </Box>
      </div>
      <ul className="shown-parts">
        {review.messages.map((message) => (
          <Message key={message.id} message={message} draft={draft} review={review} since={since} onChange={onChange} />
        ))}
      </ul>
    </>
  );
}

/** Kinds of parts that are not shown unless somebody wants them. */
const leftOut: ReadonlySet<ReviewedPart["type"]> = new Set(["reasoning", "tool", "notice"]);

interface MessageProps extends ShareContentsProps {
  message: ReviewedMessage;
}

function Message({ message, draft, review, since, onChange }: MessageProps) {
  const { id, role, words, at, parts } = message;
  return (
    <>
      <li>
        <Box isOn={!draft.hidden.has(id)} onChange={(isShown) => onChange(withHidden(draft, review, id, !isShown))}>
          {role === "user" ? "You" : "Assistant"}, {clock(new Date(at))}. <span dir="auto">{words || "No text"}</span>
        </Box>
        {since.includes(id) && <span className="faint">new since the link</span>}
      </li>
      {parts.map((part, index) =>
        leftOut.has(part.type) ? (
          // parts of a finished message never change
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <li key={index} className="sub" data-type={part.type}>
            <Box
              isOn={isPartShown(draft, id, index, part)}
              isOff={draft.hidden.has(id)}
              onChange={(isShown) => onChange(withPart(draft, id, index, isShown))}
            >
              {part.type === "tool"
                ? `Tool call, ${part.name}`
                : part.type === "notice"
                  ? `Notice: ${part.text.slice(0, 60)}`
                  : reasoningWords(part)}
            </Box>
            <span className="faint">{isPartShown(draft, id, index, part) ? "shared" : "left out"}</span>
          </li>
        ) : null,
      )}
    </>
  );
}

function reasoningWords({ text }: ReviewedPart): string {
  const words = text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
  if (words === 0) return "Reasoning, kept by the provider";
  return `Reasoning, ${words === 1 ? "1 word" : `${words} words`}`;
}

interface BoxProps {
  isOn: boolean;
  isOff?: boolean;
  onChange: (isOn: boolean) => void;
  children: React.ReactNode;
}

export function Box({ isOn, isOff = false, onChange, children }: BoxProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} disabled={isOff} onChange={(event) => onChange(event.target.checked)} />
      <span>{children}</span>
    </label>
  );
}
