import { expect, test } from "vitest";
import { type ProfileId, profileOf } from "@/lib/reasoning/profiles";
import { planReplay } from "@/lib/reasoning/replay";
import { applyCorrection, findCorrection } from "./corrections";
import { refusalText } from "./refusal-text";
import { toWireSettings } from "./wire-settings";

const error = (message: string, more: Record<string, unknown> = {}) => JSON.stringify({ error: { message, ...more } });
const assistant = (field: Record<string, unknown>) => ({
  model: "m",
  messages: [
    { role: "user", content: "q" },
    { role: "assistant", content: "", tool_calls: [], ...field },
  ],
});
const find = (profile: ProfileId, text: string, body: object, status = 400) =>
  findCorrection({ status, text, body: JSON.stringify(body), profile: profileOf(profile) });
/** action field → facts, scope */
const found = (...args: Parameters<typeof find>) => {
  const correction = find(...args);
  if (correction === null) return null;
  const facts = correction.facts.map(({ field, value }) => `${field}=${JSON.stringify(value)}`).join(" ");
  return `${correction.action} ${correction.field}: ${facts} (${correction.scope})`;
};

test("reasoning in earlier messages is refused", () => {
  // DeepSeek's earlier reasoner, Groq, Cerebras (flat), FastAPI with a path and an echo
  const asReceived = "openai-compatible";
  const content = assistant({ reasoning_content: "T" });
  expect(found(asReceived, error("The reasoning_content field is not allowed in the input messages."), content)).toBe(
    'drop reasoning_content: replay_form="none" (connection)',
  );
  expect(
    found(
      asReceived,
      error(
        "'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning_content' is unsupported)]",
        { type: "invalid_request_error" },
      ),
      content,
    ),
  ).toBe('drop reasoning_content: replay_form="none" (connection)');
  expect(
    found(
      "cerebras",
      JSON.stringify({
        message: "messages.1.assistant.reasoning: property 'messages.1.assistant.reasoning' is unsupported",
        type: "invalid_request_error",
        param: "validation_error",
        code: "wrong_api_format",
      }),
      assistant({ reasoning: "T" }),
    ),
  ).toBe('drop reasoning: replay_form="none" (connection)');
  expect(
    found(
      asReceived,
      JSON.stringify({
        detail: [
          {
            type: "extra_forbidden",
            loc: ["body", "messages", 1, "assistant", "reasoning"],
            msg: "Extra inputs are not permitted",
            input: "temperature",
          },
        ],
      }),
      { ...assistant({ reasoning: "T" }), temperature: 1 },
      422,
    ),
  ).toBe('drop reasoning: replay_form="none" (connection)');
  expect(
    found("groq", error("property 'reasoning' is unsupported for this model"), assistant({ reasoning: "T" })),
  ).toBe('drop reasoning: replay_form="none" (model)');
  expect(
    found(
      asReceived,
      error("Unknown parameter: 'messages[1].reasoning_details'."),
      assistant({ reasoning_details: [] }),
    ),
  ).toBe('drop reasoning_details: replay_form="none" (connection)');
});

test("reasoning must be passed back", () => {
  const facts = 'replay_form="reasoning_content" replay_when="tool_calls" replay_empty=true';
  for (const text of [
    "The `reasoning_content` in the thinking mode must be passed back to the API.",
    "thinking is enabled but reasoning_content is missing in assistant tool call message at index 1",
  ])
    expect(found("openai-compatible", error(text), assistant({}))).toBe(
      `add_empty reasoning_content: ${facts} (connection)`,
    );
  expect(
    found(
      "deepseek",
      error("The `reasoning_content` in the thinking mode must be passed back to the API."),
      assistant({}),
    ),
  ).toBeNull();
});

test("reasoning cannot be switched off", () => {
  for (const body of [
    { reasoning: { effort: "none" } },
    { reasoning: { enabled: false } },
    { reasoning_effort: "none" },
  ])
    expect(found("openrouter", error("Reasoning is mandatory for this endpoint and cannot be disabled."), body)).toBe(
      "no_none reasoning: mandatory=true (model)",
    );
  expect(
    found("openrouter", error("Reasoning is mandatory for this endpoint."), { reasoning: { effort: "low" } }),
  ).toBeNull();
});

test("the words a model knows", () => {
  expect(
    found(
      "openai",
      error(
        "Unsupported value: 'none' is not supported with the 'gpt-5-mini' model. Supported values are: 'minimal', 'low', 'medium', and 'high'.",
        { param: "reasoning_effort" },
      ),
      { reasoning_effort: "none" },
    ),
  ).toBe('efforts effort: supported_efforts=["minimal","low","medium","high"] (model)');
  expect(
    found(
      "openai-compatible",
      JSON.stringify({ object: "error", message: "reasoning_effort: Input should be 'low', 'medium' or 'high'" }),
      {
        reasoning_effort: "max",
      },
    ),
  ).toBe('efforts effort: supported_efforts=["low","medium","high"] (model)');
});

test("the form of the effort", () => {
  expect(
    found("openai-compatible", error("Only one of reasoning and reasoning_effort may be given, not both."), {
      reasoning: { effort: "high", exclude: true },
    }),
  ).toBe('effort_form reasoning: effort_form="reasoning_effort" unknown_fields="refused" (connection)');
  expect(
    found("openrouter", error("Only one of reasoning.effort and reasoning.max_tokens can be specified"), {
      reasoning: { effort: "high", max_tokens: 9 },
    }),
  ).toBe('drop reasoning.max_tokens: refused=["reasoning.max_tokens"] (model)');
  expect(
    found("openai", error("Unrecognized request argument supplied: reasoning_effort"), { reasoning_effort: "low" }),
  ).toBe('effort_form reasoning_effort: effort_form="none" (connection)');
  expect(
    found(
      "openai-compatible",
      JSON.stringify({ message: "reasoning: property 'reasoning' is unsupported", code: "wrong_api_format" }),
      {
        reasoning: { effort: "low", exclude: true },
      },
    ),
  ).toBe('effort_form reasoning: effort_form="reasoning_effort" unknown_fields="refused" (connection)');
  expect(
    found("deepseek", error("Unknown parameter: thinking"), { thinking: { type: "enabled" }, reasoning_effort: "low" }),
  ).toBe('effort_form thinking: effort_form="reasoning_effort" (connection)');
});

test("parameters", () => {
  expect(
    found(
      "openai",
      error(
        "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
      ),
      { temperature: 0.7 },
    ),
  ).toBe('drop temperature: refused=["temperature"] (model)');
  expect(
    found("openai", error("Unsupported parameter: 'top_p' is not supported with this model."), {
      top_p: 1,
      temperature: 1,
    }),
  ).toBe('drop top_p: refused=["top_p"] (model)');
  expect(
    found(
      "openai",
      error(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      ),
      { max_tokens: 9 },
    ),
  ).toBe('rename max_tokens: renamed={"max_tokens":"max_completion_tokens"} (model)');
  expect(
    found("openai-compatible", error("Unrecognized field: max_completion_tokens"), { max_completion_tokens: 9 }),
  ).toBe('rename max_completion_tokens: renamed={"max_completion_tokens":"max_tokens"} (connection)');
  for (const text of ["stream_options is not supported", "extra fields not permitted: include_usage"])
    expect(found("openai-compatible", error(text), { stream_options: { include_usage: true } })).toBe(
      'drop stream_options: refused=["stream_options"] (connection)',
    );
});

test("what is no matter of form is left alone", () => {
  const body = { ...assistant({ reasoning: "T" }), temperature: 1, max_tokens: 9, tools: [], provider: { zdr: true } };
  for (const text of [
    error("This model's maximum context length is 4096 tokens. However, you requested max_tokens 9."),
    error("temperature must be between 0 and 1"),
    error("This model does not support tools."),
    error("Provider returned error", {
      metadata: { raw: '{"error":{"message":"Invalid signature in thinking block"}}' },
    }),
    error("This is not a reasoning model and is not supported here"),
    "<html>not supported</html>",
    "",
  ])
    expect([text, found("openai-compatible", text, body)]).toEqual([text, null]);
  const refusal = error("'top_p' is not supported");
  for (const status of [401, 404, 429, 500]) expect(found("openai", refusal, { top_p: 1 }, status)).toBeNull();
  expect(findCorrection({ status: 400, text: refusal, body: "no JSON", profile: profileOf("openai") })).toBeNull();
});

test("what people wrote is not read, the host's body inside the body is", () => {
  const text = error("Provider returned error", {
    metadata: { raw: '{"error":{"message":"Use Low"}}' },
    input: "secret",
  });
  expect(refusalText(text)).toBe("provider returned error\nuse low");
  expect(refusalText("Plain")).toBe("plain");
});

test("the request built from the corrected profile is right", () => {
  const build = (id: ProfileId, text: string, settings: Parameters<typeof toWireSettings>[0]["settings"]) => {
    const profile = profileOf(id);
    const input = { settings, model: "m", conversationId: "c" };
    const correction = find(id, error(text), toWireSettings({ ...input, profile }).wire);
    return correction && toWireSettings({ ...input, profile: applyCorrection(profile, correction) });
  };
  expect(build("openai", "'temperature' does not support 0.7 with this model", { temperature: 0.7, seed: 1 })).toEqual({
    wire: { seed: 1 },
    sent: { seed: 1 },
    ignored: ["temperature"],
  });
  expect(
    build("openai", "'max_tokens' is not supported, use 'max_completion_tokens'", { max_tokens: 9 })?.wire,
  ).toEqual({
    max_completion_tokens: 9,
  });
  expect(build("vllm", "Reasoning is mandatory and cannot be disabled", { reasoning: { effort: "none" } })).toEqual({
    wire: {},
    sent: {},
    ignored: ["reasoning.effort"],
  });
  expect(
    build("openai-compatible", "property 'reasoning' is unsupported", { reasoning: { effort: "low", exclude: true } })
      ?.wire,
  ).toEqual({
    reasoning_effort: "low",
  });
});

test("a server that wants reasoning back gets it, one that refuses it gets none, unless a person has decided", () => {
  const call = {
    callId: "k",
    connectionId: "c",
    requestedModel: "m",
    ended: "mark" as const,
    edited: false,
    hasText: false,
    hasToolCalls: true,
    field: "reasoning_content",
    reasoningText: null,
    details: null,
  };
  const after = (text: string, field: Record<string, unknown>) => {
    const profile = profileOf("openai-compatible");
    const correction = find("openai-compatible", error(text), assistant(field));
    const corrected = correction ? applyCorrection(profile, correction) : profile;
    const target = { connectionId: "c", requestedModel: "m", profile: corrected };
    return planReplay({ calls: [call, { ...call, reasoningText: "T" }], target }).map(({ form, value }) => [
      form,
      value,
    ]);
  };
  expect(after("reasoning_content must be passed back", {})).toEqual([
    ["reasoning_content", ""],
    ["reasoning_content", "T"],
  ]);
  expect(after("unknown field reasoning_content", { reasoning_content: "T" })).toEqual([
    ["none", null],
    ["none", null],
  ]);
  const manual = profileOf("openai-compatible", { manual: [{ field: "replay_form", value: "reasoning_content" }] });
  const body = JSON.stringify(assistant({ reasoning_content: "T" }));
  expect(
    findCorrection({ status: 400, text: error("unknown field reasoning_content"), body, profile: manual }),
  ).toBeNull();
});
