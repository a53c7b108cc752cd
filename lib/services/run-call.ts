import "server-only";
import { callModel, type ModelCallOutcome, StopRequest } from "@/lib/ai/model-call";
import type { ProviderConnection } from "@/lib/ai/providers";
import { toWireSettings } from "@/lib/ai/wire-settings";
import { log } from "@/lib/config/log";
import type { Settings } from "@/lib/contract/settings";
import type { EndedCall } from "@/lib/db/call-writes";
import type { ContextMessage } from "@/lib/db/context";
import { retried, toAppError } from "@/lib/db/database-errors";
import type { CallEvent } from "@/lib/reasoning/events";
import type { Profile } from "@/lib/reasoning/profiles";
import { type CallRecorder, createCallRecorder } from "@/lib/reasoning/record";
import type { CallHook } from "./call-hooks";
import { planPrompt } from "./plan-prompt";

/** A model at a connection, and how to talk to it. */
export interface CallTarget {
  connection: ProviderConnection;
  model: string;
  loadProfile: () => Promise<Profile>;
}

export interface CallInput {
  call: { id: string; completionId: string; step: number; attempt: number };
  /** its row exists already, stored with the turn */
  isStored: boolean;
  target: CallTarget;
  /** known from an earlier request to the same target */
  profile: Profile | null;
  loadMessages: () => Promise<ContextMessage[]>;
  settings: Settings;
  /** the system message; null = none */
  instructions: string | null;
  conversationId: string;
  /** how long it was held back, after a failure */
  waitedMs: number | null;
  hooks: CallHook[];
}

export interface CallSink {
  onEvent: (callId: string, event: CallEvent, atMs: number) => void;
  onTiming: (timing: { connectMs: number | null; firstByteMs: number | null }) => void;
}

export interface FinishedCall {
  ended: EndedCall;
  outcome: ModelCallOutcome;
  recorder: CallRecorder;
  /** null: it could not be loaded */
  profile: Profile | null;
}

/** What a request is built from is waited for this long, in ms: the question is stored, and a database that restarts is soon back. */
const databasePatience = 20_000;

/** One upstream request with everything that belongs to it. Never throws: a failure is an outcome. */
export async function runCall(input: CallInput, signal: AbortSignal, sink: CallSink): Promise<FinishedCall> {
  const { target, isStored, hooks } = input;
  const { connection, model } = target;
  const facts = { ...input.call, purpose: "answer" as const, connectionId: connection.id, requestedModel: model };
  const recorder = createCallRecorder();
  const onEvent = (event: CallEvent, atMs: number) => {
    recorder.apply(event, atMs);
    sink.onEvent(facts.id, event, atMs);
  };
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });

  let { profile } = input;
  let settings: { sent: Settings; ignored: string[] } = { sent: {}, ignored: [] };
  let outcome: ModelCallOutcome;
  try {
    const patience = { ms: databasePatience, signal };
    const messages = await retried(input.loadMessages, patience);
    profile ??= await retried(target.loadProfile, patience);
    const { settings: asked, instructions, conversationId } = input;
    const plan = planPrompt(messages, { connectionId: connection.id, requestedModel: model, profile }, instructions);
    const { prompt, ledger } = plan;
    const { wire, ...shown } = toWireSettings({ settings: asked, profile, model, conversationId, prompt });
    settings = shown;
    for (const hook of hooks) await hook.before?.({ call: facts, isStored, ledger });
    signal.throwIfAborted();
    // Asked not to think, the same template closes the thoughts it opens; an answer that goes on is past them.
    const isOff = asked.reasoning?.effort === "none" || asked.reasoning?.enabled === false;
    const isPast = prompt.at(-1)?.role === "assistant";
    const think = profile.thinkOpen && !isOff && !isPast ? "open" : "auto";
    outcome = await callModel(
      { connection, model, prompt, wire: { ...wire, ...plan.wire }, think, controller },
      { onEvent, onTiming: sink.onTiming },
    );
  } catch (error) {
    outcome = notSent(error);
    if (outcome.outcome === "failed")
      log().error({ err: error, completionId: facts.completionId }, "model call failed before the request");
  }
  signal.removeEventListener("abort", stop);

  const { error } = outcome;
  const ended: EndedCall = {
    ...facts,
    outcome: outcome.outcome,
    ended: outcome.ended,
    request: outcome.request,
    connectMs: outcome.connectMs,
    firstByteMs: outcome.firstByteMs,
    totalMs: outcome.totalMs,
    connectionName: connection.name,
    errorCode: error?.code ?? null,
    errorDetail: error ? (error.provider ?? { message: error.userMessage }) : null,
    httpStatus: outcome.status,
    waitedMs: input.waitedMs,
    sentSettings: settings.sent,
    ignored: settings.ignored,
    record: recorder.record(),
  };
  for (const hook of hooks) await hook.after?.(ended);
  return { ended, outcome, recorder, profile };
}

/** A request that did not go out: stopped before, refused by a hook, or for want of what it is built from. */
export function notSent(error: unknown): ModelCallOutcome {
  const stopped = error instanceof StopRequest;
  const known = toAppError(error);
  return {
    outcome: stopped ? "stopped" : known.code === "server_stopped" ? "interrupted" : "failed",
    ended: "cut",
    error: stopped ? null : known,
    refusal: null,
    finishReason: null,
    request: null,
    hasBegun: false,
    beganInside: false,
    status: null,
    networkCode: null,
    retryAfterSeconds: null,
    connectMs: null,
    firstByteMs: null,
    totalMs: 0,
  };
}
