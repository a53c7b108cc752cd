import "server-only";
import { z } from "zod";
import { limits } from "@/lib/config/limits";
import { log } from "@/lib/config/log";
import { insertSegments } from "@/lib/db/completions";
import { coalesce, type TimedEvent } from "@/lib/reasoning/coalesce";
import type { CallEvent } from "@/lib/reasoning/events";

interface Pending {
  seq: number;
  byCall: Map<string, TimedEvent[]>;
  /**
   * Sent, and not acknowledged: it may be stored or not. It goes again as it was, under its own number, and what came since waits for
   * it: the same events under two numbers would be text that stands twice.
   */
  doubtful: { seq: number; events: string; sentAt: number } | null;
  /** what the reader was told last */
  isSaying: boolean;
  say: (isUnsaved: boolean) => void;
  /** the save of earlier ones that is on its way */
  insert: Promise<void> | null;
  /** its end is being stored: no new save begins */
  isHeld: boolean;
}

interface Segments {
  pending: Map<string, Pending>;
  isDue: boolean;
  saving: Promise<void> | null;
}

// Pages and route handlers are separate module graphs in one process: a page that asks for everything so far means all of it.
const shared = globalThis as typeof globalThis & { verbatimSegments?: Segments };
shared.verbatimSegments ??= { pending: new Map(), isDue: false, saving: null };
const state = shared.verbatimSegments;
const { pending } = state;

const newEntry = (say: Pending["say"]): Pending => ({
  seq: 0,
  byCall: new Map(),
  doubtful: null,
  isSaying: false,
  say,
  insert: null,
  isHeld: false,
});

/** `say(true)` when what streams has not been saved for longer than a moment, `say(false)` when it is saved after all. */
export function watchSaving(completionId: string, say: (isUnsaved: boolean) => void): void {
  pending.set(completionId, newEntry(say));
}

/** Keeps an event for the next save. One timer and one insert serve all running completions; no write per token. */
export function saveEvent(completionId: string, callId: string, atMs: number, event: CallEvent): void {
  let entry = pending.get(completionId);
  if (!entry) {
    entry = newEntry(() => {});
    pending.set(completionId, entry);
  }
  const events = entry.byCall.get(callId);
  if (events) events.push({ atMs, event });
  else entry.byCall.set(callId, [{ atMs, event }]);
  schedule();
}

function schedule(): void {
  if (state.isDue) return;
  state.isDue = true;
  setTimeout(flush, limits.saveEveryMs);
}

/** Saves what waits now, not at the next tick: a process that dies after this has lost none of it. Never throws: what fails waits on. */
export async function saveNow(): Promise<void> {
  const isBehind = [...pending.values()].some(({ doubtful }) => doubtful !== null);
  while (state.saving) await state.saving.catch(() => {});
  await flush();
  // What came since the piece that was in doubt.
  if (isBehind) await flush();
}

/**
 * No save of this completion is on its way once this has resolved, and none begins before `releaseSegments`. Its end deletes what is
 * saved, and would leave behind a row that is written in the same moment.
 */
export async function holdSegments(completionId: string): Promise<void> {
  const entry = pending.get(completionId);
  if (!entry) return;
  entry.isHeld = true;
  await entry.insert?.catch(() => {});
}

/** The end could not be stored yet: saving goes on meanwhile. */
export function releaseSegments(completionId: string): void {
  const entry = pending.get(completionId);
  if (!entry) return;
  entry.isHeld = false;
  schedule();
}

/** The completion is folded and stored: nothing is left to save. */
export function discardSegments(completionId: string): void {
  pending.delete(completionId);
}

async function flush(): Promise<void> {
  state.isDue = false;
  for (const entry of pending.values()) sayIfLate(entry);
  if (state.saving) return schedule();
  const batch = [...pending].flatMap(([completionId, entry]) => {
    if (entry.isHeld) return [];
    if (entry.doubtful === null && entry.byCall.size > 0) {
      entry.doubtful = { seq: entry.seq++, events: encodeSegment(entry.byCall), sentAt: performance.now() };
      entry.byCall = new Map();
    }
    return entry.doubtful ? [{ entry, segment: { completionId, ...entry.doubtful } }] : [];
  });
  if (batch.length === 0) return;
  // A database that hangs gives no error: somebody has to look at the clock meanwhile.
  schedule();
  try {
    state.saving = insertSegments(batch.map(({ segment }) => segment));
    for (const { entry } of batch) entry.insert = state.saving;
    await state.saving;
    for (const { entry } of batch) acknowledge(entry);
  } catch (error) {
    log().warn({ err: error, completions: batch.length }, "segments not stored, kept for the next save");
  } finally {
    state.saving = null;
    for (const { entry } of batch) entry.insert = null;
  }
}

function acknowledge(entry: Pending): void {
  entry.doubtful = null;
  if (!entry.isSaying) return;
  entry.isSaying = false;
  entry.say(false);
}

function sayIfLate(entry: Pending): void {
  if (entry.doubtful === null || entry.isSaying) return;
  if (performance.now() - entry.doubtful.sentAt < limits.unsavedAfterMs) return;
  entry.isSaying = true;
  entry.say(true);
}

const encodeSegment = (byCall: Map<string, TimedEvent[]>): string =>
  JSON.stringify([...byCall].map(([callId, events]) => [callId, coalesce(events)]));

const segmentSchema = z.array(
  z.tuple([z.string(), z.array(z.object({ atMs: z.number(), event: z.looseObject({ type: z.string() }) }))]),
);

/** The events of one saved segment, by call, in order. They were written by encodeSegment of this or an earlier release. */
export function decodeSegment(text: string): [callId: string, events: TimedEvent[]][] {
  return segmentSchema.parse(JSON.parse(text)).map(([callId, events]) => [callId, events.filter(isTimedEvent)]);
}

const eventTypes = new Set([
  "reasoning",
  "text",
  "refusal",
  "tool-call",
  "tool-result",
  "details",
  "annotations",
  "finish",
  "usage",
  "served",
  "error",
]);

/** The shape was ours when it was written; an event of another release that we do not know is left out. */
function isTimedEvent(value: { atMs: number; event: { type: string } }): value is TimedEvent {
  return eventTypes.has(value.event.type);
}
