import { type Step, streamed } from "../answer.ts";
import type { Scenario, Scenarios } from "../scenario.ts";
import { ending, pause } from "../wire.ts";

/**
 * A model that thinks at a steady pace, calculates, and goes on thinking: `[[scenario:working steps=14 n=20 rate=100]]`. Tokens are
 * numbered through all steps and stamped with the time of writing, as those of `paced` are; step k calculates `100 * k`.
 */
const working: Scenario = ({ wire, params, messages, number }) => {
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const step = messages.slice(asked + 1).filter(({ role }) => role === "assistant").length + 1;
  const count = params.number("n", 20);
  const gapMs = 1000 / params.number("rate", 100);
  const isLast = step > params.number("steps", 14);
  function* tokens(): Generator<Step> {
    yield { flush: true };
    for (let index = (step - 1) * count; index < step * count; index += 1) {
      yield pause(gapMs);
      const token = `t${index}@${(performance.timeOrigin + performance.now()).toFixed(2)} `;
      yield isLast ? wire.text(token) : wire.reasoning(token);
    }
    if (isLast) return yield* ending(wire);
    yield wire.signature(`fake-signature-${number}`);
    const call = { name: "calculator", arguments: JSON.stringify({ expression: `100 * ${step}` }) };
    yield wire.chunk({
      content: null,
      tool_calls: [{ index: 0, id: `call_${number}`, type: "function", function: call }],
    });
    yield* ending(wire, "tool_calls");
  }
  return streamed(tokens());
};

export const steady: Scenarios = { working };
