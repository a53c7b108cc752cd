import "server-only";
import { applyCorrection, findCorrection } from "@/lib/ai/corrections";
import type { ModelCallOutcome } from "@/lib/ai/model-call";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import type { Settings } from "@/lib/contract/settings";
import type { EndedCall } from "@/lib/db/call-writes";
import { saveCall } from "@/lib/db/completion-end";
import type { ContextCall, ContextMessage } from "@/lib/db/context";
import { newId } from "@/lib/db/ids";
import type { Profile } from "@/lib/reasoning/profiles";
import { type AttemptNews, createAttempts } from "./attempts";
import { callHooks } from "./call-hooks";
import { keepCorrection } from "./load-profile";
import { withOwnCalls } from "./plan-prompt";
import { type CallSink, type CallTarget, notSent, runCall } from "./run-call";
import { hasToolsToRun, runTools } from "./run-tools";
import { wait } from "./wait";

export interface CallsJob extends CallTarget {
  completionId: string;
  /** of the first call, whose row exists already */
  callId: string;
  messageId: string;
  conversationId: string;
  userId: string;
  /** asked in this order when the model before it fails without a word */
  fallbacks: CallTarget[];
  /** merged over all levels */
  settings: Settings;
  /** the system message; null = none */
  instructions: string | null;
  /** the active branch up to the question */
  loadBranch: () => Promise<ContextMessage[]>;
}

export interface CallsSink extends CallSink {
  /** where it stands before its first word, when the first request did not bring it; null = that is over */
  onAttempt: (news: AttemptNews | null) => void;
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
  /** the one that was asked last */
  target: CallTarget;
}

/**
 * The calls of one answer: the model is asked, its tools run, and it is asked again with their results, until it answers. A request that
 * is refused for its form is put right once and sent again, and what that taught is kept; one that failed before its first token is sent
 * again, or to the next model of the list. Never throws: a failure is an outcome.
 */
export async function runCalls(job: CallsJob, signal: AbortSignal, sink: CallsSink): Promise<CallsEnd> {
  const calls: EndedCall[] = [];
  const saved = new Set<string>();
  const own: ContextMessage = { id: job.messageId, role: "assistant", text: "", edited: false, calls: [] };
  const hooks = callHooks();
  const attempts = createAttempts({
    targets: [job, ...job.fallbacks],
    limitMs: env().PROVIDER_FIRST_BYTE_TIMEOUT * 1000,
    now: () => performance.now(),
    random: Math.random,
  });
  let branch: ContextMessage[] | null = null;
  let profile: Profile | null = null;
  let step = 0;
  let attempt = 0;
  let waitedMs: number | null = null;
  for (;;) {
    const isFirst = calls.length === 0;
    const finished = await runCall(
      {
        call: { id: isFirst ? job.callId : newId(), completionId: job.completionId, step, attempt },
        isStored: isFirst,
        target: attempts.target(),
        profile,
        loadMessages: async () => {
          branch ??= await job.loadBranch();
          return withOwnCalls(branch, own);
        },
        settings: job.settings,
        instructions: job.instructions,
        conversationId: job.conversationId,
        waitedMs,
        hooks,
      },
      signal,
      sink,
    );
    const { ended, outcome } = finished;
    calls.push(ended);
    const end = (last: ModelCallOutcome): CallsEnd => ({ calls, saved, outcome: last, target: attempts.target() });
    const store = () =>
      // The answer goes on for as long as it likes: what is over is stored now, or else with its end. Its parts are in the segments.
      Promise.all([
        saveCall(ended, job.userId).then(
          () => saved.add(ended.id),
          (error: unknown) => log().warn({ err: error, callId: ended.id }, "call not stored yet"),
        ),
        sink.saveNow(),
      ]);

    waitedMs = null;
    profile = finished.profile;
    const corrected = attempts.mayCorrect() ? await correct(job.completionId, attempts.target(), finished) : null;
    if (corrected) {
      attempts.corrected();
      profile = corrected;
      attempt += 1;
      await store();
      continue;
    }
    if (outcome.beganInside && outcome.outcome === "done") await keepThinkOpen(attempts.target());
    if (hasToolsToRun(ended)) {
      await runTools(ended, finished.recorder, sink.onEvent);
      own.calls.push(toContextCall(ended));
      attempts.nextStep();
      step += 1;
      attempt = 0;
      await store();
      sink.onAttempt(null);
      sink.onNextStep();
      continue;
    }
    const next = attempts.after(outcome);
    if (next === null) return end(outcome);
    log().info({ completionId: job.completionId, status: outcome.status, ...next.news }, "asked again");
    if (next.isFallback) profile = null;
    attempt += 1;
    sink.onTiming({ connectMs: null, firstByteMs: null });
    sink.onAttempt(next.news);
    const [isOver] = await Promise.all([wait(next.waitMs, signal), store()]);
    if (!isOver) return end(notSent(signal.reason));
    waitedMs = next.waitMs;
    if (next.newsAfter) sink.onAttempt(next.newsAfter);
  }
}

/** The profile the request should have been built from, when the refusal says so; it is kept for the next requests. */
async function correct(
  completionId: string,
  { connection, model }: CallTarget,
  { outcome: { refusal, request }, profile }: { outcome: ModelCallOutcome; profile: Profile | null },
): Promise<Profile | null> {
  if (refusal === null || request === null || profile === null) return null;
  const correction = findCorrection({ status: refusal.status, text: refusal.body, body: request, profile });
  if (!correction) return null;
  log().info({ completionId, correction: correction.reason }, "request put right and sent again");
  await keepCorrection({ connectionId: connection.id, model, correction }).catch((error: unknown) =>
    log().warn({ err: error, completionId }, "correction not stored"),
  );
  return applyCorrection(profile, correction);
}

/** The model's template opens its thoughts in the prompt: the next answer is read so from its first character. */
async function keepThinkOpen({ connection, model }: CallTarget): Promise<void> {
  const correction = { facts: [{ field: "think_open" as const, value: true }], scope: "model" as const };
  await keepCorrection({ connectionId: connection.id, model, correction }).catch((error: unknown) =>
    log().warn({ err: error, connectionId: connection.id }, "what was learned of a model not stored"),
  );
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
