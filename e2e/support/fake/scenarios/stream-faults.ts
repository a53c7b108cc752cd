import { type FakeAnswer, json, type Step, streamed } from "../answer.ts";
import type { Scenario, ScenarioContext, Scenarios } from "../scenario.ts";
import { comment, done, ending, pause, usage } from "../wire.ts";

/** Some reasoning and some words, then what the fault adds. */
function begun({ wire, number }: ScenarioContext): Step[] {
  return [
    wire.reasoning(`Thought ${number}. `),
    wire.signature("fake-signature"),
    wire.text("First words. "),
    wire.text("More words. "),
  ];
}

function after(steps: (context: ScenarioContext) => Step[], end: FakeAnswer["end"] = "end"): Scenario {
  return (context) => streamed([...begun(context), ...steps(context)], end);
}

const error = { code: 502, message: "Upstream stopped answering", metadata: { error_type: "provider_unavailable" } };

function* forever(step: Step, everyMs: number): Generator<Step> {
  while (true) {
    yield pause(everyMs);
    yield step;
  }
}

/** So many characters, no two places alike. */
export function counted(size: number): string {
  let text = "";
  for (let index = 0; text.length < size; index += 1) text += `w${index} `;
  return text.slice(0, size);
}

export const streamFaults: Scenarios = {
  "error-in-stream": after(({ wire }) => [wire.finish("error", { error, usage }), done]),
  "error-no-done": after(() => [{ json: { error } }]),
  "error-event": after(() => [
    {
      text: `event: error\ndata: ${JSON.stringify({ error: { message: "tool_use_failed", code: "tool_use_failed" } })}\n\n`,
    },
  ]),
  "error-string": after(() => [{ json: { error: "backend crashed" } }, done]),
  "error-first": ({ wire }) => streamed([wire.finish("error", { error, usage }), done]),
  "error-after-length": after(({ wire }) => [
    wire.finish("length"),
    wire.chunk({}, { error: { code: 400, message: "Token limit reached" }, usage }),
    done,
  ]),
  "finish-error": after(({ wire }) => ending(wire, "error")),
  "native-network-error": after(({ wire }) => [
    wire.chunk({}, {}, { finish_reason: "stop", native_finish_reason: "network_error" }),
    done,
  ]),
  "content-filter": after(({ wire }) => ending(wire, "content_filter")),
  cut: after(() => []),
  "cut-destroy": after(() => [pause(30)], "destroy"),
  "cut-in-json": after(() => [{ text: 'data: {"id":"gen-fake","choices":[{"index":0,"del' }], "destroy"),
  "cut-in-reasoning": ({ wire }) => streamed([wire.reasoning("This thought has no"), pause(30)], "destroy"),
  "done-no-finish": after(() => [done]),
  "finish-no-done": after(({ wire }) => [wire.finish("stop")]),
  "open-after-done": after(({ wire }) => ending(wire), "hang"),
  "hang-headers": () => streamed([], "hang"),
  "hang-first-byte": () => streamed([{ flush: true }], "hang"),
  "hang-mid": after(() => [], "hang"),
  "comments-only": () => streamed(forever(comment, 500)),
  empty: ({ wire }) => streamed([wire.chunk({}), wire.finish("stop"), wire.usage({ completion_tokens: 0 }), done]),
  "empty-body": () => streamed([{ flush: true }]),
  "malformed-line": after(({ wire }) => [
    { text: "data: {broken\n\n" },
    wire.text("After the broken line."),
    ...ending(wire),
  ]),
  "json-answer": ({ model, number, wire }) =>
    json(200, {
      id: wire.id,
      object: "chat.completion",
      created: 1_767_225_600,
      model,
      provider: "Fake Host",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: `A whole answer ${number} as JSON.`,
            reasoning: "A whole thought.",
            reasoning_details: [
              {
                type: "reasoning.text",
                text: "A whole thought.",
                signature: "fake-signature",
                format: "anthropic-claude-v1",
                index: 0,
              },
            ],
          },
          finish_reason: "stop",
          native_finish_reason: "stop",
        },
      ],
      usage,
    }),
  "after-finish": after(({ wire }) => [wire.finish("stop"), wire.text("And words after the end."), wire.usage(), done]),
  "usage-every-chunk": ({ wire }) =>
    streamed([
      ...Array.from({ length: 5 }, (_, index) =>
        wire.chunk({ content: `w${index} ` }, { usage: { ...usage, completion_tokens: index + 1 } }),
      ),
      wire.finish("stop", { usage: { ...usage, completion_tokens: 5 } }),
      done,
    ]),
  "usage-only-last": after(({ wire }) => [
    wire.finish("stop"),
    { json: { id: wire.id, object: "chat.completion.chunk", choices: [], usage } },
    done,
  ]),
  "usage-none": after(({ wire }) => [wire.finish("stop"), done]),
  "no-choices": after(({ wire }) => [
    wire.finish("stop"),
    { json: { id: wire.id, object: "chat.completion.chunk", usage } },
    done,
  ]),
  "filter-first": (context) =>
    streamed([
      {
        json: {
          id: "",
          object: "",
          model: "",
          choices: [],
          prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
        },
      },
      ...begun(context),
      ...ending(context.wire),
    ]),
  "finish-with-text": ({ wire }) =>
    streamed([
      wire.text("First, "),
      wire.chunk({ content: "and last." }, { usage }, { finish_reason: "stop", native_finish_reason: "stop" }),
      done,
    ]),
  giant: ({ wire, params }) => streamed([wire.text(counted(params.number("size", 1_000_000))), ...ending(wire)]),
  endless: ({ wire, params }) =>
    streamed(forever(wire.text(counted(params.number("size", 65_536))), params.number("every", 1))),
  /** Thinks or answers the same words over and over: `where=reasoning|text`, `words="…"`. */
  circles: ({ wire, params }) => {
    const words = params.text("words", "Wait, let me think about that once more from the beginning. ");
    const step = params.text("where", "reasoning") === "text" ? wire.text(words) : wire.reasoning(words);
    return streamed(forever(step, params.number("every", 1)));
  },
};
