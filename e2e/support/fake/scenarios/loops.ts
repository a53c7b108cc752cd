import { type FakeAnswer, type Json, type Step, streamed } from "../answer.ts";
import { type Scenario, type ScenarioContext, type Scenarios, textOf } from "../scenario.ts";
import { ending } from "../wire.ts";

/** Which request of this answer it is, from 1: every call of tools since the question was one. */
function stepOf(messages: Json[]): number {
  const asked = messages.findLastIndex(({ role }) => role === "user");
  return messages.slice(asked + 1).filter(({ role }) => role === "assistant").length + 1;
}

/** Words of its own for every answer of this server, signed where the field has a place for it. */
function thinking({ wire, number, params }: ScenarioContext, step: number): Step[] {
  const text = `Thought ${step} in answer ${number}.`;
  const field = params.text("field", "details");
  return field === "details"
    ? [wire.reasoning(text), wire.signature(`fake-signature-${number}`)]
    : [wire.chunk({ content: null, [field]: text })];
}

function idOf({ number, params }: ScenarioContext, index: number): Json {
  switch (params.text("ids", "given")) {
    case "none":
      return {};
    case "empty":
      return { id: "" };
    case "same":
      return { id: `call_same_${index}` };
    case "one":
      return { id: "call_one" };
    default:
      return { id: `call_${number}_${index}` };
  }
}

/** One expression per call, `10 * step + index`, its arguments in two pieces. */
function calling(context: ScenarioContext, step: number): Step[] {
  const { wire, params } = context;
  return Array.from({ length: params.number("calls", 1) }, (_, index) => {
    const expression = params.number("same", 0) === 1 ? "6 * 7" : `10 * ${step} + ${index}`;
    const whole = JSON.stringify({ expression });
    const args = params.text("args", "good") === "broken" ? whole.slice(0, -3) : whole;
    const name = params.text("name", "calculator");
    return [
      { index, ...idOf(context, index), type: "function", function: { name, arguments: args.slice(0, 9) } },
      { index, function: { arguments: args.slice(9) } },
    ];
  })
    .flat()
    .map((fragment) => wire.chunk({ content: null, tool_calls: [fragment] }));
}

/** `at` = the request that goes wrong, and how. */
function faulty(context: ScenarioContext, step: number, fault: string): FakeAnswer | null {
  const { wire } = context;
  const begun = [...thinking(context, step), wire.text("Words begun. ")];
  switch (fault) {
    case "silent":
      return streamed([{ flush: true }], "hang");
    case "hang":
      return streamed(begun, "hang");
    case "destroy":
      return streamed([...begun, { delayMs: 30 }], "destroy");
    case "length":
    case "content_filter": {
      // The limit falls into the arguments.
      const cut = [...thinking(context, step), ...calling(context, step).slice(0, 1)];
      return streamed([...cut, ...ending(wire, fault)]);
    }
    default:
      return null;
  }
}

/**
 * A model that calculates before it answers: `[[scenario:loop steps=1 calls=1 field=details|reasoning|reasoning_content
 * ids=given|same|one|empty|none name=calculator args=good|broken same=0 at=2 fault=silent|hang|destroy|length|content_filter]]`. Each step thinks and calls; the
 * answer thinks and says what the tools gave back.
 */
export const loop: Scenario = (context) => {
  const { wire, params, messages } = context;
  const step = stepOf(messages);
  const fault = step === params.number("at", 0) ? faulty(context, step, params.text("fault", "")) : null;
  if (fault) return fault;
  if (step <= params.number("steps", 1))
    return streamed([...thinking(context, step), ...calling(context, step), ...ending(wire, "tool_calls")]);
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const results = messages.slice(asked).flatMap(({ role, content }) => (role === "tool" ? [textOf(content)] : []));
  return streamed([...thinking(context, step), wire.text(`Results: ${results.join(" | ")}`), ...ending(wire)]);
};

export const loops: Scenarios = { loop };
