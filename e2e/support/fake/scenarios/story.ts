import { type Step, streamed } from "../answer.ts";
import { messagesOf, type Scenario, type Scenarios, textOf } from "../scenario.ts";
import { done, ending, pause } from "../wire.ts";

const words = [
  "Once ",
  "Grüße, ",
  "😀",
  "👩‍👩‍👧 ",
  "**bold",
  "** ",
  "\n\n",
  "- item\n",
  "`code` ",
  "naïve",
  " ",
  "日本",
];

/** The same text for the same number of words, with everything that is easily cut in two. */
export const storyOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index}${words[(index * 7) % words.length]}`).join("");

/**
 * A text of `n` words that stops at the next of the lengths in `cuts`, and goes on from a last message that is its beginning, as servers
 * do that take up their own text. `end`: how it stops (length, destroy, hang, error). `think=1`: it reasons first, each time.
 */
const story: Scenario = ({ body, params, wire, number }) => {
  const last = messagesOf(body).at(-1);
  const whole = storyOf(params.number("n", 60));
  const from = last?.role === "assistant" ? textOf(last.content) : "";
  const cuts = params.text("cuts", "").split(",").filter(Boolean).map(Number);
  const cut = cuts.find((length) => length > from.length);
  const rest = whole.slice(from.length, cut);
  const how = params.text("end", "length");
  const gapMs = params.number("gap", 0);
  function* steps(): Generator<Step> {
    if (params.number("think", 0) === 1) {
      yield wire.reasoning(`Thought ${number}.`);
      yield wire.signature(`signature-${number}`);
    }
    // Whole characters, but for the places in `cuts`: these count code units.
    for (const piece of rest.match(/[\s\S]{1,5}/gu) ?? []) {
      if (gapMs > 0) yield pause(gapMs);
      yield wire.text(piece);
    }
    if (cut === undefined) yield* ending(wire);
    else if (how === "length") yield* ending(wire, "length");
    else if (how === "error") {
      yield wire.chunk({}, { error: { code: 502, message: "The host went away." } }, { finish_reason: "error" });
      yield done;
    }
  }
  const isOpen = cut !== undefined && (how === "destroy" || how === "hang");
  return streamed(steps(), isOpen ? how : "end");
};

export const stories: Scenarios = { story };
