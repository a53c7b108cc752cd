"use client";

import { CircleAlert, KeyRound, Unplug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Unsent } from "@/components/conversation/conversation-state";
import { useShell } from "@/components/shell/shell-context";
import { seconds } from "@/lib/client/figures";
import { isContinuable } from "@/lib/conversation/continuable";
import type { CompletionError, MessageView } from "@/lib/conversation/message";
import type { MessageActions } from "./message";
import { remarkOf } from "./remark-of";
import { longWait, TryAgain } from "./try-again";

interface AnswerNoticeProps {
  message: MessageView;
  unsent: Unsent | null;
  isBusy: boolean;
  actions: MessageActions;
}

/** How an answer ended when it did not end well: one sentence, its consequence, one next step. */
export function AnswerNotice({ message, unsent, isBusy, actions }: AnswerNoticeProps) {
  const { completion, status } = message;
  const again = <TryAgain isBusy={isBusy} completion={completion} onClick={() => actions.regenerate(message.id)} />;
  if (unsent) {
    return (
      <div className="notice danger" role="alert" data-error-code={unsent.error.code}>
        <CircleAlert className="i" aria-hidden />
        <p className="title">{unsent.error.message}</p>
        <p className="muted">Your question was not stored yet. It stays here.</p>
        <div className="row">
          <TryAgain isBusy={isBusy} onClick={actions.resend} />
          {unsent.error.requestId && <span className="mono">request {unsent.error.requestId.slice(0, 13)}</span>}
        </div>
      </div>
    );
  }
  const goOn = isContinuable(message) && (
    <button
      type="button"
      className="btn"
      aria-label="Continue"
      disabled={isBusy}
      onClick={() => actions.continue(message.id)}
    >
      Continue
    </button>
  );
  const kept =
    message.parts.length > 0 ? "Reasoning and text up to here are kept word for word." : "Your question is kept.";
  if (status === "failed") {
    const code = completion?.error?.code ?? "internal";
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
          <NextStep code={code} isUnanswered={message.parts.length === 0} again={again} />
          {goOn}
        </div>
      </div>
    );
  }
  if (status === "interrupted") {
    const totalMs = completion?.timings.totalMs ?? null;
    return (
      <div
        className="notice warning"
        role="alert"
        data-error-code={completion?.error?.code ?? "completion_interrupted"}
        style={gapAfter(message)}
      >
        <Unplug className="i" aria-hidden />
        <p className="title">
          {completion?.error?.message ??
            `The connection broke${totalMs === null ? "" : ` after ${seconds(totalMs)}`}. This answer is not complete.`}
        </p>
        <ProviderWords error={completion?.error ?? null} />
        <p className="muted">{kept}</p>
        <div className="row">
          {again}
          {goOn}
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
      {again}
      {goOn}
    </div>
  );
}

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

interface NextStepProps {
  code: string;
  /** not one part came: what answered may not be a model at all */
  isUnanswered: boolean;
  again: ReactNode;
}

function NextStep({ code, isUnanswered, again }: NextStepProps) {
  const { newConversation } = useShell();
  if (needsConnections.has(code) || (code === "provider_malformed" && isUnanswered)) {
    return (
      <Link className="btn primary" href="/settings/connections">
        Open connections
      </Link>
    );
  }
  // asked again, it would be just as long
  if (code === "provider_context_length") {
    return (
      <button type="button" className="btn primary" onClick={newConversation}>
        Start a new conversation
      </button>
    );
  }
  return again;
}

/** Codes whose next step is in the settings. */
const needsConnections = new Set(["provider_key_denied", "provider_address", "connection_missing", "model_missing"]);

function gapAfter(message: MessageView) {
  return message.parts.length > 0 ? { marginTop: 14 } : undefined;
}
