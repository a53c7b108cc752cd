import { expect, test } from "vitest";
import type { Timings } from "@/lib/conversation/message";
import type { CallEvent } from "@/lib/reasoning/events";
import { createAnswerClock } from "./answer-clock";

const thought = (kind: "raw" | "hidden"): CallEvent => ({ type: "reasoning", text: "t", kind, field: "reasoning" });
const text: CallEvent = { type: "text", text: "So." };

function clockAt(start: number) {
  const said: Partial<Timings>[] = [];
  let time = start;
  const clock = createAnswerClock(
    new Date(start),
    (timings) => said.push(timings),
    () => time,
  );
  return { said, clock, at: (ms: number) => (time = start + ms) };
}

test("the first reasoning and the first word are said once each, since the answer began", () => {
  const { said, clock, at } = clockAt(1_000_000);
  clock.onTiming({ connectMs: 10, firstByteMs: null });
  clock.onTiming({ connectMs: 10, firstByteMs: 30 });
  at(120);
  clock.onEvent(thought("raw"));
  at(130);
  clock.onEvent(thought("raw"));
  at(400);
  clock.onEvent(text);
  clock.onEvent(text);
  expect(said).toEqual([
    { connectMs: 10, firstByteMs: null },
    { connectMs: 10, firstByteMs: 30 },
    { firstReasoningMs: 120 },
    { firstAnswerMs: 400 },
  ]);
});

test("the next call of a loop connects without moving the beginning", () => {
  const { said, clock, at } = clockAt(5000);
  clock.onTiming({ connectMs: 3, firstByteMs: 6 });
  at(7);
  clock.onEvent(thought("raw"));
  clock.onTiming({ connectMs: 900, firstByteMs: null });
  clock.onTiming({ connectMs: 900, firstByteMs: 950 });
  expect(said).toEqual([{ connectMs: 3, firstByteMs: 6 }, { firstReasoningMs: 7 }]);
});

test("a first byte that is reported after its words is said all the same", () => {
  const { said, clock, at } = clockAt(5000);
  clock.onTiming({ connectMs: 3, firstByteMs: null });
  at(6);
  clock.onEvent(text);
  clock.onTiming({ connectMs: 3, firstByteMs: 6 });
  clock.onTiming({ connectMs: 900, firstByteMs: null });
  expect(said).toEqual([{ connectMs: 3, firstByteMs: null }, { firstAnswerMs: 6 }, { connectMs: 3, firstByteMs: 6 }]);
});

test("hidden reasoning begins at no known time, and a clock set back is no negative one", () => {
  const { said, clock, at } = clockAt(5000);
  clock.onEvent(thought("hidden"));
  expect(said).toEqual([]);
  at(-50);
  clock.onEvent(text);
  expect(said).toEqual([{ firstAnswerMs: 0 }]);
});
