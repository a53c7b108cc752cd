import "server-only";
import { StopRequest } from "@/lib/ai/model-call";
import { log } from "@/lib/config/log";
import type { CompletionView, MessagePart } from "@/lib/conversation/message";
import { endCompletion } from "@/lib/db/completion-end";
import { findMessageView } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import { toErrorBody } from "@/lib/errors/error-body";
import { type Continues, createFrameWriter } from "@/lib/stream/frames";
import { tellOwner } from "@/lib/stream/owner-feed";
import { closeCompletion, openCompletion, type RunningCompletion } from "@/lib/stream/running";
import { createAnswerClock } from "./answer-clock";
import { makeTitle } from "./make-title";
import { refreshShares } from "./refresh-shares";
import { type CallsEnd, type CallsJob, runCalls } from "./run-calls";
import { discardSegments, holdSegments, releaseSegments, saveEvent, saveNow, watchSaving } from "./save-segments";

export interface CompletionJob extends CallsJob {
  parentId: string;
  createdAt: Date;
  requestId: string;
  /** parts of an unfinished answer that this one begins with */
  kept: MessagePart[];
  continues: Continues | null;
  /** the first answer of a conversation nobody has named */
  wantsTitle: boolean;
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
    messageId: job.messageId,
    userId: job.userId,
    stop: () => controller.abort(new StopRequest("stopped by a person")),
    interrupt: () => controller.abort(new AppError("server_stopped")),
    lose: () => controller.abort(new StopRequest("taken over or deleted")),
  });
  run(job, running, controller).catch((error: unknown) => {
    log().error({ err: error, completionId: job.completionId, requestId: job.requestId }, "completion lost");
    closeCompletion(running);
    tellOwner(job.userId, { type: "answer-ended", conversationId: job.conversationId, answerId: job.messageId });
  });
  return running;
}

async function run(job: CompletionJob, running: RunningCompletion, controller: AbortController): Promise<void> {
  const answer = { conversationId: job.conversationId, answerId: job.messageId };
  tellOwner(job.userId, { type: "answer-started", ...answer, startedAt: job.createdAt.toISOString() });
  const frames = createFrameWriter((frame) => running.log.append(frame));
  frames.start({
    messageId: job.messageId,
    parentId: job.parentId,
    createdAt: job.createdAt.toISOString(),
    completion: startingView(job),
    continues: job.continues,
  });
  frames.kept(job.kept);
  watchSaving(job.completionId, frames.unsaved);
  const clock = createAnswerClock(job.createdAt, frames.timings);
  const end = await runCalls(job, controller.signal, {
    onEvent: (callId, event, atMs) => {
      saveEvent(job.completionId, callId, atMs, event);
      clock.onEvent(event);
      frames.event(event, atMs);
    },
    onTiming: clock.onTiming,
    onAttempt: (news) => {
      if (news === null) return frames.attempt(null);
      const { waitMs, ...attempt } = news;
      frames.attempt({ ...attempt, untilMs: Date.now() - job.createdAt.getTime() + waitMs });
    },
    saveNow,
    onNextStep: frames.nextStep,
  });
  const completion = await storeEnd(job, end);
  discardSegments(job.completionId);
  const { outcome } = end;
  const stored = completion.error && { error: { ...completion.error, requestId: job.requestId } };
  frames.finish({ completion, error: outcome.error ? toErrorBody(outcome.error, job.requestId) : stored });
  closeCompletion(running);
  tellOwner(job.userId, { type: "answer-ended", ...answer });
  void refreshShares(job.conversationId);
  log().info(
    {
      completionId: job.completionId,
      status: completion.status,
      code: outcome.error?.code,
      detail: outcome.error?.detail,
      calls: end.calls.length,
      ms: outcome.totalMs,
    },
    "completion ended",
  );
  if (completion.status === "done" && job.wantsTitle) await makeTitle({ ...job, ...end.target });
}

/** Stores the end; with the database away for a moment it tries again for a minute, the text being safe in memory meanwhile. */
async function storeEnd(job: CompletionJob, { calls, saved, outcome }: CallsEnd): Promise<CompletionView> {
  const record = calls.at(-1)?.record;
  const called = record && record.wire.toolCalls.length > 0 ? "tool_calls" : null;
  const { error } = outcome;
  for (let attempt = 0; ; attempt += 1) {
    await holdSegments(job.completionId);
    try {
      const view = await endCompletion({
        completionId: job.completionId,
        messageId: job.messageId,
        userId: job.userId,
        status: outcome.outcome,
        finishReason: outcome.finishReason ?? record?.finishReason ?? called,
        errorCode: error?.code ?? null,
        errorDetail: error ? (error.provider ?? { message: error.userMessage }) : null,
        calls,
        saved,
      });
      // Ended elsewhere: deleted with its conversation, or recovered by another process.
      const stored = view ?? (await findMessageView(job.conversationId, job.messageId))?.completion;
      return stored ?? { ...startingView(job), status: outcome.outcome };
    } catch (failure) {
      releaseSegments(job.completionId);
      log().error({ err: failure, completionId: job.completionId, attempt }, "end of completion not stored");
      if (attempt >= 8) throw failure;
      await new Promise((resolve) => setTimeout(resolve, Math.min(250 * 2 ** attempt, 15_000)));
    }
  }
}

function startingView(job: CompletionJob): CompletionView {
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
    settings: job.settings,
    error: null,
    startedAt: job.createdAt.toISOString(),
    timings: { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
    calls: [],
  };
}
