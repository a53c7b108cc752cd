import "server-only";
import { limits } from "@/lib/config/limits";
import { type CompletionLog, createCompletionLog } from "./completion-log";
import { mirrorLog } from "./mirror";

export interface RunningCompletion {
  readonly id: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly userId: string;
  readonly log: CompletionLog;
  /** ends the model call that runs at the moment */
  stop: () => void;
  /** ends it as the server's own end does: what came is stored as `interrupted` */
  interrupt: () => void;
  /** the same, since another process has taken it over or it was deleted: nothing of it is stored from here any more */
  lose: () => void;
}

// Route handlers and instrumentation are separate module graphs in one process: what runs must be known to all of them.
const shared = globalThis as typeof globalThis & { verbatimRunning?: Map<string, RunningCompletion> };
const running = (): Map<string, RunningCompletion> => (shared.verbatimRunning ??= new Map());

/** Opens the log of a completion. It can be followed until some time after its end. */
export function openCompletion(input: Omit<RunningCompletion, "log">): RunningCompletion {
  const completion: RunningCompletion = { ...input, log: createCompletionLog() };
  running().set(completion.id, completion);
  mirrorLog(completion.id, completion.log);
  return completion;
}

export function findRunning(completionId: string): RunningCompletion | null {
  return running().get(completionId) ?? null;
}

/** Ends the log; followers get the rest, late ones the whole for a while, then memory is given back. */
export function closeCompletion(completion: RunningCompletion): void {
  completion.log.end();
  setTimeout(() => running().delete(completion.id), limits.streamLingerMs).unref();
}

/** All that has not ended. */
export function listRunning(): RunningCompletion[] {
  return [...running().values()].filter((completion) => !completion.log.ended);
}
