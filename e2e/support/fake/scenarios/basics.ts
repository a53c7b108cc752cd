import { createHash } from "node:crypto";
import { type Step, streamed } from "../answer.ts";
import { gateOpened } from "../gates.ts";
import { checkMessages } from "../ledger.ts";
import type { Scenario, ScenarioContext, Scenarios } from "../scenario.ts";
import { comment, done, ending, pause } from "../wire.ts";

/** An answer with signed reasoning; the words carry the answer's number, so no two answers are alike. */
export function reasoned({ wire, number }: ScenarioContext, answer: string): Step[] {
  const thought = `Fake thought ${number}: first look, then answer.`;
  const signature = createHash("sha256").update(thought).digest("base64");
  return [
    comment,
    wire.reasoning(thought.slice(0, 12)),
    wire.reasoning(thought.slice(12)),
    wire.signature(signature),
    ...(answer.match(/[\s\S]{1,24}/g) ?? []).map((piece) => wire.text(piece)),
    ...ending(wire),
  ];
}

export const standard: Scenario = (context) =>
  streamed(reasoned(context, `Fake answer ${context.number}, with **bold** words and \`code\`.`));

/** Open-weight models: details without signature. */
const unsigned: Scenario = ({ wire, number }) =>
  streamed([
    wire.reasoning("Fake thought ", { format: "unknown" }),
    wire.reasoning(`${number}.`, { format: "unknown" }),
    wire.text(`Fake answer ${number}.`),
    ...ending(wire),
  ]);

const noReasoning: Scenario = ({ wire, number }) =>
  streamed([wire.text(`Fake answer ${number} `), wire.text("without reasoning."), ...ending(wire)]);

/** Answers with what it received, as compact JSON. */
const echo: Scenario = (context) => streamed(reasoned(context, JSON.stringify(context.body)));

/** Compares the request with everything sent before, and says in its answer whether each word came back. */
const check: Scenario = (context) => {
  const { checked, faults } = checkMessages(context.messages, context.ledger);
  const verdict =
    faults.length === 0 ? `CHECK OK: ${checked} of ${checked} earlier answers` : `CHECK FAILED: ${faults.join("; ")}`;
  return streamed(reasoned(context, `${verdict} (answer ${context.number})`));
};

/**
 * n tokens at `rate` per second, `first` ms after the headers; each carries its number, with stamp=1 also the time of writing in ms.
 * `reasoning` = share of n. With `gate` it waits after `hold` tokens until that gate is opened.
 */
const paced: Scenario = ({ wire, params }) => {
  const count = params.number("n", 200);
  const gapMs = 1000 / params.number("rate", 50);
  const reasoningCount = Math.round(count * params.number("reasoning", 0));
  const isStamped = params.number("stamp", 0) === 1;
  const [gate, hold] = [params.text("gate", ""), params.number("hold", 0)];
  function* tokens(): Generator<Step> {
    yield { flush: true };
    yield pause(params.number("first", 0));
    for (let index = 0; index < count; index += 1) {
      if (gate && index === hold) yield { until: gateOpened(gate) };
      yield pause(gapMs);
      const token = `t${index}${isStamped ? `@${(performance.timeOrigin + performance.now()).toFixed(2)}` : ""} `;
      yield index < reasoningCount ? wire.reasoning(token) : wire.text(token);
      if (index === reasoningCount - 1) yield wire.signature("fake-signature-of-paced-reasoning");
    }
    yield* ending(wire);
  }
  return streamed(tokens());
};

/** Ends when `max_tokens` of the request is reached, as real servers do. */
const limited: Scenario = ({ wire, body }) => {
  const limit = typeof body.max_tokens === "number" ? body.max_tokens : 20;
  const words = Array.from({ length: limit }, (_, index) => wire.text(`w${index} `));
  return streamed([
    wire.reasoning("Short of room."),
    wire.signature("fake-signature"),
    ...words,
    ...ending(wire, "length"),
  ]);
};

/** Text as given: `text="…"`, in one piece. For rendering tests. */
const say: Scenario = ({ wire, params }) => streamed([wire.text(params.text("text", "Hello.")), ...ending(wire)]);

const slowStart: Scenario = (context) => {
  const { params } = context;
  const waits = Array.from({ length: Math.ceil(params.number("delay", 3000) / 500) }, () => [
    pause(500),
    comment,
  ]).flat();
  return streamed([...waits, ...reasoned(context, `A late answer ${context.number}.`)]);
};

const doneOnly: Scenario = () => streamed([done]);

export const basics: Scenarios = {
  default: standard,
  unsigned,
  "no-reasoning": noReasoning,
  echo,
  check,
  paced,
  limited,
  say,
  "slow-start": slowStart,
  "done-only": doneOnly,
};
