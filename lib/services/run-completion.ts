import "server-only";
import type { ModelCallOutcome } from "@/lib/ai/model-call";
import { callModel, StopRequest } from "@/lib/ai/model-call";
import type { ProviderConnection } from "@/lib/ai/providers";
import { toWireSettings } from "@/lib/ai/wire-settings";
import { log } from "@/lib/config/log";
import type { Settings } from "@/lib/contract/settings";
import type { CompletionView } from "@/lib/conversation/message";
import { type EndedCall, endCompletion } from "@/lib/db/completion-end";
import type { ContextMessage } from "@/lib/db/context";
import { findMessageView } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import { toErrorBody } from "@/lib/errors/error-body";
import { createCallRecorder } from "@/lib/reasoning/record";
import { createFrameWriter } from "@/lib/stream/frames";
import { closeCompletion, openCompletion, type RunningCompletion } from "@/lib/stream/running";
import { makeTitle } from "./make-title";
import { planPrompt } from "./plan-prompt";
import { discardSegments, saveEvent } from "./save-segments";

export interface CompletionJob {
  completionId: string;
  /** its first model call, whose row exists already */
  callId: string;
  messageId: string;
  parentId: string;
  createdAt: Date;
  conversationId: string;
  userId: string;
  connection: ProviderConnection;
  model: string;
  /** merged over all levels */
  settings: Settings;
  requestId: string;
  /** the first answer of a conversation nobody has named */
  wantsTitle: boolean;
  /** the active branch up to the question */
  loadBranch: () => Promise<ContextMessage[]>;
}

/**
 * Starts the completion and returns at once. It belongs to the server from here on: no request owns it, a closed tab changes nothing,
 * only Stop or its own end ends it.
 */
export function startCompletion(job: CompletionJob): RunningCompletion {
  const controller = new AbortController();
  const running = openCompletion({
    id: job.completionId,
    conversationId: job.conversationId,
    userId: job.userId,
    stop: () => controller.abort(new StopRequest("stopped by a person")),
  });
  run(job, running, controller).catch((error: unknown) => {
    log().error({ err: error, completionId: job.completionId, requestId: job.requestId }, "completion lost");
    closeCompletion(running);
  });
  return running;
}

async function run(job: CompletionJob, running: RunningCompletion, controller: AbortController): Promise<void> {
  const frames = createFrameWriter((frame) => running.log.append(frame));
  const { wire, sent, ignored } = toWireSettings({ ...job, profile: job.connection.profile });
  frames.start({
    messageId: job.messageId,
    parentId: job.parentId,
    createdAt: job.createdAt.toISOString(),
    completion: startingView(job, sent),
  });

  const { callId } = job;
  const call = {
    id: callId,
    completionId: job.completionId,
    step: 0,
    attempt: 0,
    purpose: "answer" as const,
    connectionId: job.connection.id,
    requestedModel: job.model,
  };
  const recorder = createCallRecorder();
  const outcome = await runCall(job, controller, wire, {
    onEvent: (event, atMs) => {
      recorder.apply(event, atMs);
      saveEvent(job.completionId, callId, atMs, event);
      frames.event(event, atMs);
    },
    onTiming: ({ connectMs, firstByteMs }) => frames.timings({ connectMs, firstByteMs }),
  });

  const record = recorder.record();
  const ended: EndedCall = {
    ...call,
    ...outcome,
    connectionName: job.connection.name,
    sentSettings: sent,
    ignored,
    record,
  };
  const finishReason =
    outcome.finishReason ?? record.finishReason ?? (record.wire.toolCalls.length > 0 ? "tool_calls" : null);
  const completion = await storeEnd(job, { outcome, ended, finishReason });
  discardSegments(job.completionId);
  frames.finish({ completion, error: outcome.error ? toErrorBody(outcome.error, job.requestId) : null });
  closeCompletion(running);
  log().info(
    {
      completionId: job.completionId,
      status: outcome.outcome,
      code: outcome.error?.code,
      detail: outcome.error?.detail,
      ms: outcome.totalMs,
    },
    "completion ended",
  );
  if (outcome.outcome === "done" && job.wantsTitle) await makeTitle(job);
}

type Sink = Parameters<typeof callModel>[1];

/** One model call; whatever goes wrong before the request is an outcome too. */
async function runCall(
  job: CompletionJob,
  controller: AbortController,
  wire: Record<string, unknown>,
  sink: Sink,
): Promise<ModelCallOutcome> {
  try {
    const prompt = planPrompt(await job.loadBranch(), {
      connectionId: job.connection.id,
      model: job.model,
      profile: job.connection.profile,
    });
    if (controller.signal.aborted) throw controller.signal.reason;
    return await callModel({ connection: job.connection, model: job.model, prompt, wire, controller }, sink);
  } catch (error) {
    const stopped = error instanceof StopRequest;
    const cause = error instanceof AppError ? error : new AppError("internal", { cause: error });
    if (!stopped) log().error({ err: error, completionId: job.completionId }, "model call failed before the request");
    return {
      outcome: stopped ? "stopped" : "failed",
      ended: "cut",
      error: stopped ? null : cause,
      finishReason: null,
      request: null,
      connectMs: null,
      firstByteMs: null,
      totalMs: 0,
    };
  }
}

/** Stores the end; with the database away for a moment it tries again for a minute, the text being safe in memory meanwhile. */
async function storeEnd(
  job: CompletionJob,
  { outcome, ended, finishReason }: { outcome: ModelCallOutcome; ended: EndedCall; finishReason: string | null },
): Promise<CompletionView> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const view = await endCompletion({
        completionId: job.completionId,
        messageId: job.messageId,
        userId: job.userId,
        status: outcome.outcome,
        finishReason,
        errorCode: outcome.error?.code ?? null,
        errorDetail: outcome.error ? { message: outcome.error.userMessage } : null,
        calls: [ended],
      });
      // Ended elsewhere: deleted with its conversation, or recovered by another process.
      const stored = view ?? (await findMessageView(job.conversationId, job.messageId))?.completion;
      return stored ?? { ...startingView(job, ended.sentSettings), status: outcome.outcome };
    } catch (error) {
      log().error({ err: error, completionId: job.completionId, attempt }, "end of completion not stored");
      if (attempt >= 8) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** attempt, 15_000)));
    }
  }
}

function startingView(job: CompletionJob, sent: Settings): CompletionView {
  return {
    id: job.completionId,
    status: "running",
    connectionId: job.connection.id,
    connectionName: job.connection.name,
    model: job.model,
    servedModel: null,
    provider: null,
    finishReason: null,
    usage: null,
    cost: null,
    settings: sent,
    error: null,
    startedAt: job.createdAt.toISOString(),
    timings: { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
    calls: [],
  };
}
