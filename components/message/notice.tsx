"use client";

import { CircleAlert, KeyRound, Unplug } from "lucide-react";
import Link from "next/link";
import type { Unsent } from "@/components/conversation/conversation-state";
import { useShell } from "@/components/shell/shell-context";
import { seconds } from "@/lib/client/figures";
import { isContinuable } from "@/lib/conversation/continuable";
import type { CompletionError, MessageView } from "@/lib/conversation/message";
import type { MessageActions } from "./message";
import { remarkOf } from "./remark-of";
import { longWait, TryAgain } from "./try-again";

export type NoticeActions = Pick<MessageActions, "regenerate" | "continue" | "resend">;

interface AnswerNoticeProps {
  message: MessageView;
  unsent: Unsent | null;
  isBusy: boolean;
  actions: NoticeActions;
}

/** How an answer ended when it did not end well: one sentence, its consequence, one next step. */
export function AnswerNotice({ message, unsent, isBusy, actions }: AnswerNoticeProps) {
  const { completion, status } = message;
  if (unsent) {
    return (
      <div className="notice danger" role="alert" data-error-code={unsent.error.code}>
        <CircleAlert className="i" aria-hidden />
        <p className="title">{unsent.error.message}</p>
        <p className="muted">Your question was not stored yet. What you typed is kept here.</p>
        <div className="row">
          <TryAgain isBusy={isBusy} onClick={actions.resend} />
          {unsent.error.requestId && <span className="mono">request {unsent.error.requestId.slice(0, 13)}</span>}
        </div>
      </div>
    );
  }
  const code = completion?.error?.code ?? (status === "failed" ? "internal" : "completion_interrupted");
  const elsewhere = status === "failed" ? nextElsewhere(code, message.parts.length === 0) : null;
  const goesOn = isContinuable(message);
  const goOn = goesOn && (
    <button
      type="button"
      className={elsewhere ? "btn" : "btn primary"}
      aria-label="Continue"
      disabled={isBusy}
      onClick={() => actions.continue(message.id)}
    >
      Continue
    </button>
  );
  const again = (
    <TryAgain
      isBusy={isBusy}
      completion={completion}
      // of an answer that was too long, another one would be as long
      isQuiet={goesOn || completion?.finishReason === "length"}
      onClick={() => actions.regenerate(message.id)}
    />
  );
  const kept = keptSentence(code, message.parts.length > 0);
  if (status === "failed") {
    return (
      <div className="notice danger" role="alert" data-error-code={code} style={gapAfter(message)}>
        {code === "provider_key_denied" ? (
          <KeyRound className="i" aria-hidden />
        ) : (
          <CircleAlert className="i" aria-hidden />
        )}
        <p className="title">{completion?.error?.message ?? "The answer failed."}</p>
        <ProviderWords error={completion?.error ?? null} />
        <p className="muted">
          {longWait(completion)} {kept}
          {code === "provider_model_unknown" && " Choose another model below, then try again."}
        </p>
        <div className="row">
          {elsewhere === null && goOn}
          {elsewhere === null ? again : <NextElsewhere step={elsewhere} />}
          {elsewhere !== null && goOn}
        </div>
      </div>
    );
  }
  if (status === "interrupted") {
    const totalMs = completion?.timings.totalMs ?? null;
    return (
      <div className="notice warning" role="alert" data-error-code={code} style={gapAfter(message)}>
        <Unplug className="i" aria-hidden />
        <p className="title">
          {completion?.error?.message ??
            `The connection broke${totalMs === null ? "" : ` after ${seconds(totalMs)}`}. This answer is not complete.`}
        </p>
        <ProviderWords error={completion?.error ?? null} />
        {kept && <p className="muted">{kept}</p>}
        <div className="row">
          {goOn}
          {again}
        </div>
      </div>
    );
  }
  const remark = remarkOf(message);
  if (!remark) return null;
  const Icon = remark.icon;
  return (
    <div className="remark">
      <Icon className="i s" aria-hidden />
      <span>{remark.text}</span>
      {goOn}
      {again}
    </div>
  );
}

/** Null: the sentence above says it already. */
function keptSentence(code: string, hasParts: boolean): string | null {
  if (!hasParts) return "Your question is kept.";
  return tellKept.has(code) ? null : "Reasoning and text up to here are kept word for word.";
}

/** Codes whose own sentence says how much of the answer is kept. */
const tellKept = new Set(["completion_interrupted", "server_stopped"]);

/** What the provider itself said, unless our sentence says it already. */
function ProviderWords({ error }: { error: CompletionError | null }) {
  const words = error?.providerMessage?.trim();
  if (!words || error?.message.includes(words)) return null;
  return (
    <p className="words" dir="auto">
      <span className="sr">The provider said: </span>
      {words}
    </p>
  );
}

/** A next step that is not to ask again: the same request would be refused again. `isUnanswered`: what was asked may not be a model. */
function nextElsewhere(code: string, isUnanswered: boolean): "connections" | "new conversation" | null {
  if (needsConnections.has(code) || (code === "provider_malformed" && isUnanswered)) return "connections";
  return code === "provider_context_length" ? "new conversation" : null;
}

function NextElsewhere({ step }: { step: "connections" | "new conversation" }) {
  const { newConversation } = useShell();
  if (step === "connections") {
    return (
      <Link className="btn primary" href="/settings/connections">
        Open connections
      </Link>
    );
  }
  return (
    <button type="button" className="btn primary" onClick={newConversation}>
      Start a new conversation
    </button>
  );
}

/** Codes whose next step is in the settings. */
const needsConnections = new Set(["provider_key_denied", "provider_address", "connection_missing", "model_missing"]);

function gapAfter(message: MessageView) {
  return message.parts.length > 0 ? { marginTop: 14 } : undefined;
}
