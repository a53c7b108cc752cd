import { type Json, type Step, streamed } from "../answer.ts";
import type { Scenario, ScenarioContext, Scenarios } from "../scenario.ts";
import { ending } from "../wire.ts";

/** Reasoning, then these fragments of `tool_calls`, one list per chunk. */
function calling(
  fragments: Json[][],
  end: (context: ScenarioContext) => Step[] = ({ wire }) => ending(wire, "tool_calls"),
): Scenario {
  return (context) => {
    const { wire, number, messages } = context;
    // After the result came back the tool loop ends with words.
    if (messages.at(-1)?.role === "tool")
      return streamed([wire.text(`Answer ${number} after the tool.`), ...ending(wire)]);
    return streamed([
      wire.reasoning(`A tool is needed (${number}).`),
      wire.signature(`fake-signature-${number}`),
      ...fragments.map((tool_calls) => wire.chunk({ content: null, tool_calls })),
      ...end(context),
    ]);
  };
}

const call = (index: number | null, id: string | null, name: string | null, args: unknown): Json => ({
  ...(index === null ? {} : { index }),
  ...(id === null ? {} : { id, type: "function" }),
  function: { ...(name === null ? {} : { name }), ...(args === null ? {} : { arguments: args }) },
});

export const tools: Scenarios = {
  "tool-call": calling([
    [call(0, "call_fake_1", "get_weather", "")],
    [call(0, null, null, "")],
    [call(0, null, null, '{"city": "Ber')],
    [call(0, null, null, 'lin"}')],
  ]),
  "tool-parallel": calling([
    [call(0, "call_fake_1", "get_weather", '{"city":"Berlin"}')],
    [call(1, "call_fake_2", "get_weather", '{"city":"Oslo"}')],
  ]),
  "tool-no-index": calling([
    [call(null, "call_fake_1", "get_weather", '{"city":')],
    [call(null, null, null, '"Rome"}')],
  ]),
  "tool-index-all-zero": calling([
    [call(0, "call_fake_1", "get_weather", '{"city":"Berlin"}')],
    [call(0, "call_fake_2", "get_weather", '{"city":"Oslo"}')],
  ]),
  "tool-index-from-one": calling([
    [call(1, "call_fake_1", "get_weather", "")],
    [call(1, null, null, '{"city":"Bonn"}')],
  ]),
  "tool-arguments-first": calling([
    [call(0, "call_fake_1", null, '{"city":')],
    [call(0, null, "get_weather", '"Bern"}')],
  ]),
  "tool-arguments-object": calling([[call(0, "call_fake_1", "get_weather", { city: "Paris" })]]),
  "tool-no-arguments": calling([[call(0, "call_fake_1", "get_time", "")]]),
  "tool-no-id": calling([[call(0, null, "get_weather", '{"city":"Graz"}')]]),
  "tool-empty-id": calling([[call(0, "", "get_weather", '{"city":"Graz"}')]]),
  "tool-finish-stop": calling([[call(0, "call_fake_1", "get_weather", '{"city":"Kiel"}')]], ({ wire }) =>
    ending(wire, "stop"),
  ),
  "tool-bad-json": calling([[call(0, "call_fake_1", "get_weather", '{"city": Berlin')]]),
  "tool-cut": calling([[call(0, "call_fake_1", "get_weather", '{"city": "Ber')]], () => []),
  "tool-channel-name": calling([[call(0, "call_fake_1", "get_weather<|channel|>commentary", '{"city":"Ulm"}')]]),
};
