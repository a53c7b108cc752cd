import "server-only";
import { log as logger } from "@/lib/config/log";
import type { CompletionLog } from "./completion-log";
import { type RedisConnections, redis } from "./redis";

/** Milliseconds between two batches: one pipeline for all running completions, never a command per token. */
const everyMs = 20;
/** Between two attempts while Redis is away. */
const retryMs = 1_000;
/** Bytes of one completion that are shown to other processes; a longer one can be followed only where it runs. */
const maxBytes = 32_000_000;
/** Seconds a stream outlives its end, or the process that wrote it. */
export const expirySeconds = 180;
const renewMs = 60_000;

export const streamKey = (completionId: string): string => `verbatim:completion:${completionId}`;

interface Mirrored {
  id: string;
  log: CompletionLog;
  /** frames that Redis has; 0 also when it has to be told anew */
  sent: number;
  bytes: number;
  /** the stream is there as far as we know */
  isBegun: boolean;
  leave: () => void;
}

const mirrored = new Map<string, Mirrored>();
let isDue = false;
let isFlushing = false;
let renewal: NodeJS.Timeout | null = null;

/**
 * Shows the log of a completion to the other processes, as a Redis stream: the id of an entry says how many frames there are up to its
 * end. The log never waits for it. What Redis forgets (a restart, a flush) is told again from the first frame.
 */
export function mirrorLog(completionId: string, log: CompletionLog): void {
  if (redis() === null) return;
  const leave = log.watch(() => schedule());
  mirrored.set(completionId, { id: completionId, log, sent: 0, bytes: 0, isBegun: false, leave });
  renewal ??= setInterval(renew, renewMs).unref();
}

function schedule(afterMs = everyMs): void {
  if (isDue) return;
  isDue = true;
  setTimeout(flush, afterMs);
}

async function flush(): Promise<void> {
  isDue = false;
  // The last batch is on its way: the next one takes what came meanwhile.
  if (isFlushing) return schedule();
  const commands = redis()?.commands;
  if (!commands) return;
  isFlushing = true;
  const results = await Promise.all([...mirrored.values()].map((entry) => send(commands, entry)));
  isFlushing = false;
  if (results.includes(false)) schedule(retryMs);
}

type Commands = RedisConnections["commands"];

/** @returns false when it has to be told anew */
async function send(commands: Commands, entry: Mirrored): Promise<boolean> {
  const key = streamKey(entry.id);
  const isEnding = entry.log.ended;
  // All in one turn of the event loop: the client writes it in one piece.
  const added: Promise<unknown>[] = [];
  const others: Promise<unknown>[] = [];
  for (let piece = entry.log.read(entry.sent); piece; piece = entry.log.read(entry.sent)) {
    if (!entry.isBegun) others.push(commands.del(key));
    added.push(add(commands, entry, `${piece.next}-0`, { f: piece.bytes }));
    entry.sent = piece.next;
    entry.bytes += piece.bytes.length;
  }
  if (isEnding) added.push(add(commands, entry, `${entry.sent}-1`, { e: "1" }));
  const isNew = others.length > 0;
  if (isNew || isEnding) others.push(commands.expire(key, expirySeconds));
  if (added.length === 0) return true;
  try {
    const ids = await Promise.all(added);
    await Promise.all(others);
    if (ids.includes(null)) throw new Error("the stream is gone");
  } catch {
    await Promise.allSettled([...added, ...others]);
    // Nobody needs the stream of what has ended: the database has it all.
    if (isEnding) forget(entry);
    else restart(entry);
    return isEnding;
  }
  if (isEnding) forget(entry);
  else if (entry.bytes > maxBytes) giveUp(commands, entry);
  return true;
}

/** The first entry makes the stream; a later one only goes to a stream that is there, else it would begin in the middle. */
function add(commands: Commands, entry: Mirrored, id: string, fields: Record<string, Buffer | string>) {
  const key = streamKey(entry.id);
  if (entry.isBegun) return commands.xAddNoMkStream(key, id, fields);
  entry.isBegun = true;
  return commands.xAdd(key, id, fields);
}

function restart(entry: Mirrored): void {
  Object.assign(entry, { sent: 0, bytes: 0, isBegun: false });
}

function forget(entry: Mirrored): void {
  entry.leave();
  mirrored.delete(entry.id);
  if (mirrored.size > 0 || renewal === null) return;
  clearInterval(renewal);
  renewal = null;
}

function giveUp(commands: Commands, entry: Mirrored): void {
  logger().warn({ completionId: entry.id }, "answer too long to be followed from another process");
  forget(entry);
  commands.del(streamKey(entry.id)).catch(() => {});
}

/** A model may be silent for longer than a stream without a writer is kept. */
function renew(): void {
  const commands = redis()?.commands;
  for (const entry of mirrored.values()) {
    commands
      ?.expire(streamKey(entry.id), expirySeconds)
      .then((isThere) => {
        if (isThere || !entry.isBegun) return;
        restart(entry);
        schedule();
      })
      .catch(() => {});
  }
}
