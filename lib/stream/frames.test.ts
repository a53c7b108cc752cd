import { expect, test } from "vitest";
import { z } from "zod";
import type { CallEvent } from "@/lib/reasoning/events";
import { createCallRecorder } from "@/lib/reasoning/record";
import { createFrameWriter } from "./frames";

const endSchema = z.object({
  type: z.literal("reasoning-end"),
  providerMetadata: z.object({ verbatim: z.object({ durationMs: z.number().nullable() }) }),
});

/** The durations of the reasoning in these events, as the browser is told and as they are stored. */
function durationsOf(events: [CallEvent, number][]) {
  const told: (number | null)[] = [];
  const writer = createFrameWriter((frame) => {
    const end = endSchema.safeParse(JSON.parse(frame.slice("data: ".length)));
    if (end.success) told.push(end.data.providerMetadata.verbatim.durationMs);
  });
  const recorder = createCallRecorder();
  for (const [event, atMs] of events) {
    writer.event(event, atMs);
    recorder.apply(event, atMs);
  }
  const { parts } = recorder.record();
  return { told, stored: parts.flatMap((part) => (part.type === "reasoning" ? [part.durationMs] : [])) };
}

const thought = (text: string, kind: "raw" | "hidden" = "raw"): CallEvent => ({
  type: "reasoning",
  text,
  kind,
  field: "reasoning",
});
const answer: CallEvent = { type: "text", text: "So." };

test.each<[string, [CallEvent, number][], number | null]>([
  [
    "one moment is no duration",
    [
      [thought("All at once."), 700],
      [answer, 900],
    ],
    null,
  ],
  [
    "two moments are one",
    [
      [thought("First. "), 700],
      [thought("Then."), 1900],
      [answer, 2000],
    ],
    1200,
  ],
  [
    "an unknown time is none",
    [
      [thought("Once "), Number.NaN],
      [thought("upon."), 900],
      [answer, 950],
    ],
    null,
  ],
  [
    "of what is hidden nothing is known",
    [
      [thought("", "hidden"), 700],
      [thought("", "hidden"), 900],
      [answer, 950],
    ],
    null,
  ],
])("%s, in the browser as in the store", (_name, events, expected) => {
  expect(durationsOf(events)).toEqual({ told: [expected], stored: [expected] });
});
