import { createDecoder, type DecoderOptions } from "../decode";
import type { CallEvent } from "../events";
import { createMerger } from "../merge";
import { type CallRecord, createCallRecorder } from "../record";

/** Chunks of choice 0 with these deltas. */
export function deltas(...list: object[]): object[] {
  return list.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] }));
}

export function decodeAll(chunks: readonly unknown[], options?: DecoderOptions): CallEvent[] {
  const decoder = createDecoder(options);
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()];
}

export function fold(events: readonly CallEvent[]): CallRecord {
  const recorder = createCallRecorder();
  events.forEach((event, i) => {
    recorder.apply(event, i * 10);
  });
  return recorder.record();
}

export function recordOf(chunks: readonly unknown[], options?: DecoderOptions): CallRecord {
  return fold(decodeAll(chunks, options));
}

/** "reasoning:raw:We think | text:Hello", adjacent pieces joined: the parts as one line. */
export function partsLine(record: CallRecord): string {
  return record.parts
    .map((part) => {
      if (part.type === "reasoning") return `reasoning:${part.kind}:${part.text}`;
      return part.type === "tool" ? `tool:${part.name}(${part.arguments})` : `${part.type}:${part.text}`;
    })
    .join(" | ");
}

/** The merged array of a stored list of `reasoning_details` values, one per chunk that had the key. */
export function mergeFragments(fragments: readonly unknown[]): unknown[] | null {
  const merger = createMerger();
  for (const value of fragments) merger.push(value);
  return merger.details();
}
