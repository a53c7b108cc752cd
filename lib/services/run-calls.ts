import "server-only";
import { applyCorrection, findCorrection } from "@/lib/ai/corrections";
import { callModel, type ModelCallOutcome, StopRequest } from "@/lib/ai/model-call";
import type { ProviderConnection } from "@/lib/ai/providers";
import { toWireSettings } from "@/lib/ai/wire-settings";
import { limits } from "@/lib/config/limits";
import { log } from "@/lib/config/log";
import type { Settings } from "@/lib/contract/settings";
import { type EndedCall, saveCall } from "@/lib/db/completion-end";
import type { ContextCall, ContextMessage } from "@/lib/db/context";
import { newId } from "@/lib/db/ids";
import { AppError } from "@/lib/errors/app-error";
import type { CallEvent } from "@/lib/reasoning/events";
import { cleanToolName } from "@/lib/reasoning/harmony";
import type { Profile } from "@/lib/reasoning/profiles";
import { type CallRecorder, createCallRecorder } from "@/lib/reasoning/record";
import { runTool } from "@/lib/tools/registry";
import { type CallHook, callHooks } from "./call-hooks";
import { keepCorrection } from "./load-profile";
import { planPrompt } from "./plan-prompt";

export interface CallsJob {
  completionId: string;
  /** of the first call, whose row exists already */
  callId: string;
  messageId: string;
  conversationId: string;
  userId: string;
  connection: ProviderConnection;
  model: string;
  /** merged over all levels */
  settings: Settings;
  /** the active branch up to the question */
  loadBranch: () => Promise<ContextMessage[]>;
  /** how to talk to this model of this connection */
  loadProfile: () => Promise<Profile>;
}

export interface CallsSink {
  onEvent: (callId: string, event: CallEvent, atMs: number) => void;
  onTiming: (timing: { connectMs: number | null; firstByteMs: number | null }) => void;
  /** resolves when every event so far is saved */
  saveNow: () => Promise<void>;
  /** tools have run, the next call begins */
  onNextStep: () => void;
}

export interface CallsEnd {
  /** every upstream request, in order; at least one, even when it never went out */
  calls: EndedCall[];
  /** those that are stored already */
  saved: Set<string>;
  /** how the last one ended */
  outcome: ModelCallOutcome;
}

/** What the next request is built from. */
interface Progress {
  step: number;
  attempt: number;
  branch: ContextMessage[] | null;
  profile: Profile | null;
  /** this answer so far */
  own: ContextMessage;
  hooks: CallHook[];
}

/**
 * The calls of one answer: the model is asked, its tools run, and it is asked again with their results, until it answers. A request
 * that is refused for its form is put right once and sent again, and what that taught is kept. Never throws: a failure is an outcome.
 */
export async function runCalls(job: CallsJob, signal: AbortSignal, sink: CallsSink): Promise<CallsEnd> {
  const calls: EndedCall[] = [];
  const saved = new Set<string>();
  const progress: Progress = {
    step: 0,
    attempt: 0,
    branch: null,
    profile: null,
    own: { id: job.messageId, role: "assistant", text: "", edited: false, calls: [] },
    hooks: callHooks(),
  };
  for (;;) {
    const { ended, outcome, recorder } = await runCall(job, progress, signal, sink);
    calls.push(ended);
    const corrected = progress.attempt === 0 ? await correct(job, outcome, progress.profile) : null;
    if (corrected) {
      progress.profile = corrected;
      progress.attempt = 1;
    } else if (mayGoOn(ended, calls.length)) {
      await runTools(ended, recorder, sink);
      progress.own.calls.push(toContextCall(ended));
      progress.step += 1;
      progress.attempt = 0;
    } else return { calls, saved, outcome };
    // The answer goes on for as long as it likes: what is over is stored now, or else with its end. Its parts are in the segments.
    const isStored = saveCall(ended, job.userId).then(
      () => saved.add(ended.id),
      (error: unknown) => log().warn({ err: error, callId: ended.id }, "call not stored yet"),
    );
    await Promise.all([isStored, sink.saveNow()]);
    if (!corrected) sink.onNextStep();
  }
}

async function runCall(
  job: CallsJob,
  progress: Progress,
  signal: AbortSignal,
  sink: CallsSink,
): Promise<{ ended: EndedCall; outcome: ModelCallOutcome; recorder: CallRecorder }> {
  const { connection, model } = job;
  const { step, attempt, own, hooks } = progress;
  const isFirst = step === 0 && attempt === 0;
  const call = {
    id: isFirst ? job.callId : newId(),
    completionId: job.completionId,
    step,
    attempt,
    purpose: "answer" as const,
    connectionId: connection.id,
    requestedModel: model,
  };
  const recorder = createCallRecorder();
  const onEvent = (event: CallEvent, atMs: number) => {
    recorder.apply(event, atMs);
    sink.onEvent(call.id, event, atMs);
  };
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });

  let settings: { sent: Settings; ignored: string[] } = { sent: {}, ignored: [] };
  let outcome: ModelCallOutcome;
  try {
    progress.branch ??= await job.loadBranch();
    progress.profile ??= await job.loadProfile();
    const { profile, branch } = progress;
    const { wire, ...shown } = toWireSettings({ ...job, profile });
    settings = shown;
    const messages = own.calls.length === 0 ? branch : [...branch, own];
    const { prompt, ledger } = planPrompt(messages, { connectionId: connection.id, requestedModel: model, profile });
    for (const hook of hooks) await hook.before?.({ call, isStored: isFirst, ledger });
    signal.throwIfAborted();
    outcome = await callModel({ connection, model, prompt, wire, controller }, { onEvent, onTiming: sink.onTiming });
  } catch (error) {
    outcome = notSent(error);
    if (outcome.outcome === "failed")
      log().error({ err: error, completionId: job.completionId }, "model call failed before the request");
  }
  signal.removeEventListener("abort", stop);

  const { error: _error, refusal: _refusal, finishReason: _finishReason, ...facts } = outcome;
  const ended: EndedCall = {
    ...call,
    ...facts,
    connectionName: connection.name,
    sentSettings: settings.sent,
    ignored: settings.ignored,
    record: recorder.record(),
  };
  for (const hook of hooks) await hook.after?.(ended);
  return { ended, outcome, recorder };
}

/** A request that did not go out: stopped before, refused by a hook, or for want of what it is built from. */
function notSent(error: unknown): ModelCallOutcome {
  const stopped = error instanceof StopRequest;
  const known = error instanceof AppError ? error : new AppError("internal", { cause: error });
  return {
    outcome: stopped ? "stopped" : known.code === "server_stopped" ? "interrupted" : "failed",
    ended: "cut",
    error: stopped ? null : known,
    refusal: null,
    finishReason: null,
    request: null,
    connectMs: null,
    firstByteMs: null,
    totalMs: 0,
  };
}

/** The profile the request should have been built from, when the refusal says so; it is kept for the next requests. */
async function correct(
  job: CallsJob,
  { refusal, request }: ModelCallOutcome,
  profile: Profile | null,
): Promise<Profile | null> {
  if (refusal === null || request === null || profile === null) return null;
  const correction = findCorrection({ status: refusal.status, text: refusal.body, body: request, profile });
  if (!correction) return null;
  log().info({ completionId: job.completionId, correction: correction.reason }, "request put right and sent again");
  await keepCorrection({ connectionId: job.connection.id, model: job.model, correction }).catch((error: unknown) =>
    log().warn({ err: error, completionId: job.completionId }, "correction not stored"),
  );
  return applyCorrection(profile, correction);
}

/** What ends a call in the middle: it may lack half its arguments, or be the half that was let through. */
const cutReasons = ["length", "content_filter"];

/** Tools were offered, the model called some and said so to the end. */
function mayGoOn({ record, outcome, ended, sentSettings }: EndedCall, count: number): boolean {
  const offered = Array.isArray(sentSettings.tools) && sentSettings.tools.length > 0;
  const isWhole = outcome === "done" && ended !== "cut" && !cutReasons.includes(record.finishReason ?? "");
  return offered && isWhole && record.wire.toolCalls.length > 0 && count < limits.callsPerCompletion;
}

/** Runs the tools of a call one after the other, in the order of the model; their results become part of its record. */
async function runTools(ended: EndedCall, recorder: CallRecorder, sink: CallsSink): Promise<void> {
  const atMs = ended.totalMs ?? Number.NaN;
  const { wire, toolRuns } = ended.record;
  for (const [place, { name, arguments: text }] of wire.toolCalls.entries()) {
    const index = toolRuns[place]?.index ?? place;
    const event = { type: "tool-result" as const, index, ...(await runTool(cleanToolName(name), text)) };
    recorder.apply(event, atMs);
    sink.onEvent(ended.id, event, atMs);
  }
  ended.record = recorder.record();
}

/** A call of this answer as the next one sees it. */
function toContextCall({ id, requestedModel, connectionId, ended, record }: EndedCall): ContextCall {
  const { content, refusal, toolCalls } = record.wire;
  const { details, text, field } = record.reasoning;
  return {
    callId: id,
    requestedModel,
    connectionId,
    ended,
    content,
    refusal,
    toolCalls: toolCalls.map((call, index) => ({ ...call, result: record.toolRuns[index]?.result?.text ?? null })),
    details,
    reasoningText: text,
    field,
  };
}
