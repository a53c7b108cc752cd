import { type Step, streamed } from "../answer.ts";
import type { Scenario, Scenarios } from "../scenario.ts";
import { ending, pause } from "../wire.ts";
import { counted } from "./stream-faults.ts";

/** `mb` megabytes of text in chunks of so many characters, as fast as they are taken. */
const flood: Scenario = ({ wire, params }) => {
  const chunk = counted(params.number("chunk", 65_536));
  const count = Math.ceil((params.number("mb", 100) * 1_000_000) / chunk.length);
  function* chunks(): Generator<Step> {
    for (let index = 0; index < count; index += 1) yield wire.text(chunk);
    yield* ending(wire);
  }
  return streamed(chunks());
};

/** `mb` megabytes of one line that does not end. */
const longLine: Scenario = ({ wire, params }) => {
  const piece = Buffer.alloc(1_000_000, "x");
  function* pieces(): Generator<Step> {
    yield wire.text("Before the line. ");
    yield { text: 'data: {"choices":[{"delta":{"content":"' };
    for (let index = 0; index < params.number("mb", 1000); index += 1) yield { bytes: piece };
  }
  return streamed(pieces());
};

/** `rate` chunks of one character a second, many to a write as a busy line brings them, for `seconds`. */
const drizzle: Scenario = ({ wire, params }) => {
  const rate = params.number("rate", 10_000);
  const everyMs = 10;
  // Not the same over and over: that is ended for another reason.
  const text = counted(100_000);
  function* writes(): Generator<Step> {
    const perWrite = Math.round((rate * everyMs) / 1000);
    let next = 0;
    for (let index = 0; index < (params.number("seconds", 5) * 1000) / everyMs; index += 1) {
      yield pause(everyMs);
      yield joined(Array.from({ length: perWrite }, () => wire.text(text[next++ % text.length] ?? "")));
    }
    yield* ending(wire);
  }
  return streamed(writes());
};

const joined = (steps: Step[]): Step => ({
  text: steps.map((step) => ("json" in step ? `data: ${JSON.stringify(step.json)}\n\n` : "")).join(""),
});

export const floods: Scenarios = { flood, "long-line": longLine, drizzle };
