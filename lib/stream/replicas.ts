import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type CompletionLog, createCompletionLog } from "./completion-log";
import { streamKey } from "./mirror";
import { redis } from "./redis";

/** How long the first frame of a completion that has just begun elsewhere may take to get here. */
const firstFrameMs = 1_500;
/** One blocking read; a stream that is followed anew waits for it at most so long. */
const blockMs = 100;
const retryMs = 500;
/** Kept so long without readers. */
const idleMs = 10_000;
const entriesAtOnce = 200;

interface Replica {
  log: CompletionLog;
  /** frames it has */
  count: number;
  lastId: string;
  lastAt: number;
  /** resolves with the first entry */
  begun: Promise<void>;
  begin: () => void;
}

// Route handlers may be several module graphs in one process: each completion is read once.
const shared = globalThis as typeof globalThis & {
  verbatimReplicas?: Map<string, Replica>;
  verbatimIsReading?: boolean;
};
const replicas = (): Map<string, Replica> => (shared.verbatimReplicas ??= new Map());

/**
 * The log of a completion that runs in another process, from its first frame on; every reader here reads it at its own pace, and the
 * writer never learns of them. null when there is no such stream, or no Redis.
 */
export async function openReplica(
  completionId: string,
  { isRunning }: { isRunning: boolean },
): Promise<CompletionLog | null> {
  const connections = redis();
  if (!connections?.commands.isReady) return null;
  // Of what has ended all is there or nothing; what has just begun may need a moment.
  if (!isRunning && !(await connections.commands.exists(streamKey(completionId)).catch(() => 0))) return null;
  const replica = replicas().get(completionId) ?? create(completionId);
  const timeout = new AbortController();
  const isBegun = await Promise.race([
    replica.begun.then(() => true),
    wait(firstFrameMs, false, { signal: timeout.signal }).catch(() => false),
  ]);
  timeout.abort();
  if (isBegun) return replica.log;
  endReplica(completionId);
  return null;
}

/** Those that have had no word for so long: what wrote them may be gone. */
export function listQuietReplicas(quietMs: number): string[] {
  const until = performance.now() - quietMs;
  return [...replicas()].filter(([, { lastAt }]) => lastAt < until).map(([id]) => id);
}

/** Its readers get no more. Without a last frame, which tells them to look at what is stored. */
export function endReplica(completionId: string): void {
  replicas().get(completionId)?.log.end();
  replicas().delete(completionId);
}

export const hasReplicas = (): boolean => replicas().size > 0;

function create(completionId: string): Replica {
  const { promise, resolve } = Promise.withResolvers<void>();
  const lastAt = performance.now();
  const replica = { log: createCompletionLog(), count: 0, lastId: "0-0", lastAt, begun: promise, begin: resolve };
  replicas().set(completionId, replica);
  if (!shared.verbatimIsReading) void readOn();
  return replica;
}

const replySchema = z.array(
  z.object({
    name: z.string(),
    messages: z.array(z.object({ id: z.string(), message: z.record(z.string(), z.string()) })),
  }),
);

/** One blocking read after the other for everything that is followed here, as long as anything is. */
async function readOn(): Promise<void> {
  shared.verbatimIsReading = true;
  while (replicas().size > 0) {
    try {
      const streams = [...replicas()].map(([id, { lastId }]) => ({ key: streamKey(id), id: lastId }));
      const reply = await redis()?.reader.xRead(streams, { COUNT: entriesAtOnce, BLOCK: blockMs });
      for (const { name, messages } of replySchema.parse(reply ?? [])) take(name.slice(streamKey("").length), messages);
    } catch {
      // Redis is away: what it has again afterwards goes on where it was.
      await wait(retryMs);
    }
    leaveIdle();
  }
  shared.verbatimIsReading = false;
}

function take(completionId: string, entries: { id: string; message: Record<string, string> }[]): void {
  const replica = replicas().get(completionId);
  if (!replica) return;
  replica.lastAt = performance.now();
  for (const { id, message } of entries) {
    replica.lastId = id;
    const frames = (message.f ?? "").split("\n\n").slice(0, -1);
    const first = Number.parseInt(id, 10) - frames.length;
    // Frames are missing: it cannot be shown whole.
    if (message.f !== undefined && first > replica.count) {
      endReplica(completionId);
      return;
    }
    // A writer that began anew after Redis had lost its stream cuts it at other places.
    for (const frame of frames.slice(Math.max(0, replica.count - first))) {
      replica.log.append(`${frame}\n\n`);
      replica.count += 1;
    }
    if (message.e !== undefined) endReplica(completionId);
    replica.begin();
  }
}

function leaveIdle(): void {
  const until = performance.now() - idleMs;
  for (const [id, { log, lastAt }] of replicas()) {
    if (log.followers === 0 && lastAt < until) replicas().delete(id);
  }
}
