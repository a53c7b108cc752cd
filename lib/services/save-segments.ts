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
  /** the save of earlier ones that is on its way */
  insert: Promise<void> | null;
  /** its end is being stored: no new save begins */
  isHeld: boolean;
}

const pending = new Map<string, Pending>();
let isDue = false;
let saving: Promise<void> | null = null;

/** Keeps an event for the next save. One timer and one insert serve all running completions; no write per token. */
export function saveEvent(completionId: string, callId: string, atMs: number, event: CallEvent): void {
  let entry = pending.get(completionId);
  if (!entry) {
    entry = { seq: 0, byCall: new Map(), insert: null, isHeld: false };
    pending.set(completionId, entry);
  }
  const events = entry.byCall.get(callId);
  if (events) events.push({ atMs, event });
  else entry.byCall.set(callId, [{ atMs, event }]);
  schedule();
}

function schedule(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(flush, limits.saveEveryMs);
}

/** Saves what waits now, not at the next tick: a process that dies after this has lost none of it. Never throws: what fails waits on. */
export async function saveNow(): Promise<void> {
  while (saving) await saving.catch(() => {});
  await flush();
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
  isDue = false;
  if (saving) return schedule();
  const batch = [...pending]
    .filter(([, entry]) => entry.byCall.size > 0 && !entry.isHeld)
    .map(([completionId, entry]) => {
      const events = entry.byCall;
      entry.byCall = new Map();
      return { completionId, entry, events, seq: entry.seq++ };
    });
  if (batch.length === 0) return;
  try {
    const segments = batch.map(({ completionId, seq, events }) => ({
      completionId,
      seq,
      events: encodeSegment(events),
    }));
    saving = insertSegments(segments);
    for (const { entry } of batch) entry.insert = saving;
    await saving;
  } catch (error) {
    log().warn({ err: error, completions: batch.length }, "segments not stored, kept for the next save");
    for (const { completionId, entry, events } of batch) {
      if (pending.get(completionId) !== entry) continue;
      for (const [callId, later] of entry.byCall) events.set(callId, [...(events.get(callId) ?? []), ...later]);
      entry.byCall = events;
      schedule();
    }
  } finally {
    saving = null;
    for (const { entry } of batch) entry.insert = null;
  }
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
