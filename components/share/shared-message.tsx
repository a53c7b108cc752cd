import { shortModel } from "@/components/composer/choice";
import { BlockView } from "@/components/markdown/block-view";
import { allBlocks, finish, noBlocks } from "@/components/markdown/blocks";
import InlineText from "@/components/markdown/inline-text";
import { formatDuration, formatTokens } from "@/components/reasoning/duration";
import { advanceParagraphs, fencedCode, noParagraphs } from "@/components/reasoning/paragraphs";
import { seconds, tokens } from "@/lib/client/figures";
import type { ReasoningKind } from "@/lib/conversation/message";
import type { SharedMessage, SharedPart } from "@/lib/share/shared-conversation";
import { withheldWords } from "@/lib/share/withheld";
import { ActButton, Icon } from "./icon";

/*
 * One message of a share, drawn once on the server: the classes of the conversation, no state and no hooks. What folds is open in the
 * markup and closed by the script of the page, so that nothing is lost without it.
 */

export function SharedMessageView({ message, place }: { message: SharedMessage; place: number }) {
  return message.role === "user" ? <Question message={message} /> : <Answer message={message} place={place} />;
}

function Question({ message }: { message: SharedMessage }) {
  const text = message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return (
    <article className="turn q" aria-label="You" data-status={message.state}>
      <div className="margin">
        {!message.isContinued && (
          <>
            <b>Question</b>
            <Clock at={message.at} />
          </>
        )}
      </div>
      <div className="body">
        {message.isContinued ? (
          <p className="remark">The answer was continued.</p>
        ) : (
          text !== "" && (
            <p className="question" dir="auto" data-part="question">
              {text}
            </p>
          )
        )}
        <Withheld message={message} />
      </div>
    </article>
  );
}

function Answer({ message, place }: { message: SharedMessage; place: number }) {
  const { model, state, figures, parts } = message;
  const reasoningParts = parts.filter(({ type }) => type === "reasoning").length;
  return (
    <article className="turn a" aria-label="Assistant" data-status={state}>
      <div className="margin">
        <b>{model === null ? "" : shortModel(model)}</b>
        <Clock at={message.at} />
        {message.isEdited && <span>edited</span>}
      </div>
      <div className="body">
        <Withheld message={message} />
        {parts.map((part, index) => (
          <Part
            // a share never changes
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            part={part}
            id={`p${place}-${index}`}
            reasoningTokens={reasoningParts === 1 ? (figures?.reasoningTokens ?? null) : null}
          />
        ))}
        {state !== "done" && !message.isHidden && <p className="remark">{endings[state]}</p>}
        {!message.isHidden && (
          <div className="folio">
            {figures && <span className="details">{factsOf(figures)}</span>}
            <span className="actions">
              <ActButton act="answer" label="Copy" icon="copy" />
            </span>
          </div>
        )}
      </div>
    </article>
  );
}

const endings = {
  stopped: "This answer was stopped.",
  failed: "This answer ended with an error.",
  interrupted: "This answer was interrupted.",
} as const;

const factsOf = ({ totalMs, outputTokens }: NonNullable<SharedMessage["figures"]>) =>
  [...(totalMs === null ? [] : [seconds(totalMs)]), tokens(outputTokens)].join(", ");

function Withheld({ message }: { message: SharedMessage }) {
  const words = withheldWords(message);
  return words === null ? null : (
    <p className="withheld">
      <Icon name="hidden" />
      {words}
    </p>
  );
}

/** In UTC until the script knows the reader's zone. */
function Clock({ at }: { at: string }) {
  return (
    <time dateTime={at} data-clock="">
      {at.slice(11, 16)}
    </time>
  );
}

interface PartProps {
  part: SharedPart;
  id: string;
  reasoningTokens: number | null;
}

function Part({ part, id, reasoningTokens }: PartProps) {
  switch (part.type) {
    case "text":
      return part.text.trim() === "" ? null : (
        <div className="answer" data-part="answer">
          {allBlocks(finish(noBlocks, part.text)).map((block) => (
            <BlockView key={block.id} token={block.token} isOpen={false} />
          ))}
        </div>
      );
    case "reasoning":
      return <Reasoning part={part} id={id} reasoningTokens={reasoningTokens} />;
    case "tool":
      return <Tool part={part} id={id} />;
    case "refusal":
      return (
        <div className="notice" data-part="refusal">
          <Icon name="info" className="i" />
          <p className="title">The model declined</p>
          <p className="muted" dir="auto">
            {part.text}
          </p>
        </div>
      );
    case "notice":
      return (
        <p className="remark" data-part="notice">
          <Icon name="info" />
          <span>{part.text}</span>
        </p>
      );
    default:
      return part satisfies never;
  }
}

const kindLabels: Record<ReasoningKind, string> = {
  raw: "Raw reasoning, unmoderated",
  summary: "Summary by the provider",
  hidden: "Hidden by the provider",
};

function Reasoning({ part, id, reasoningTokens }: PartProps & { part: Extract<SharedPart, { type: "reasoning" }> }) {
  const facts = (
    <span>
      <b>Reasoning</b>
      {part.durationMs !== null && `, ${formatDuration(part.durationMs)}`}
      {reasoningTokens !== null && `, ${formatTokens(reasoningTokens)}`}
    </span>
  );
  if (part.kind === "hidden")
    return (
      <div className="thought">
        <p className="head kept">
          {facts}
          <span>{kindLabels.hidden}</span>
        </p>
      </div>
    );
  const { closed, open } = advanceParagraphs(noParagraphs, part.text);
  return (
    <div className="thought">
      <div className="head">
        <button type="button" className="toggle" aria-expanded="false" aria-controls={id} data-act="toggle">
          {facts}
          <Icon name="chevron" />
        </button>
        <span className="grow" />
        <span className="label">{kindLabels[part.kind]}</span>
        <span className="tools">
          <ActButton act="region" label="Copy reasoning" icon="copy" />
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a region named "Reasoning" is part of the interface of the page */}
      <div id={id} role="region" aria-label="Reasoning" className="text" data-closed="">
        {[...closed, ...(open ? [open] : [])].map(({ id: paragraph, text, isCode }) =>
          isCode ? (
            <pre key={paragraph} dir="ltr">
              {fencedCode(text).code}
            </pre>
          ) : (
            <p key={paragraph} dir="auto">
              <InlineText text={text} />
            </p>
          ),
        )}
      </div>
    </div>
  );
}

function Tool({ part, id }: Omit<PartProps, "reasoningTokens"> & { part: Extract<SharedPart, { type: "tool" }> }) {
  const { name, arguments: asked, result, state } = part;
  return (
    <div className="step" data-part="tool" data-state={state}>
      <button type="button" className="line" aria-expanded="false" aria-controls={id} data-act="toggle">
        <Icon name="wrench" />
        <b>{name}</b>
        <span className="grow" />
        {state !== "done" && <span className="state">{state === "failed" ? "failed" : "not run"}</span>}
        <Icon name="chevron" className="i s chevron" />
      </button>
      <section id={id} aria-label={`Tool ${name}`} data-closed="">
        <Words label="Arguments" text={asked} />
        {result !== null && <Words label={state === "failed" ? "Error" : "Result"} text={result} />}
      </section>
    </div>
  );
}

function Words({ label, text }: { label: string; text: string }) {
  return (
    <div className="field">
      <div className="name">
        <h3>{label}</h3>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
