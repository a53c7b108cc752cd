import "server-only";
import type { RunningCompletion } from "@/lib/db/completions";
import { type CallRecord, createCallRecorder } from "@/lib/reasoning/record";
import { decodeSegment } from "./save-segments";

export interface FoldedCall {
  call: RunningCompletion["calls"][number];
  record: CallRecord;
  /** of its last saved event, milliseconds since its request began; null = none is saved */
  lastMs: number | null;
}

/** What is saved of a running completion, call by call: the fold of its regular end. @throws when a segment cannot be read */
export function foldSegments({ calls, segments }: Pick<RunningCompletion, "calls" | "segments">): FoldedCall[] {
  const folds = new Map(
    calls.map((call) => [call.id, { call, recorder: createCallRecorder(), lastMs: null as number | null }]),
  );
  for (const segment of segments) {
    for (const [callId, events] of decodeSegment(segment.events)) {
      const fold = folds.get(callId);
      for (const { atMs, event } of events) {
        fold?.recorder.apply(event, atMs);
        if (fold) fold.lastMs = atMs;
      }
    }
  }
  return [...folds.values()].map(({ call, recorder, lastMs }) => ({ call, record: recorder.record(), lastMs }));
}
