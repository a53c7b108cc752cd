import { type FakeAnswer, type Json, json, plain } from "../answer.ts";
import { isJson, type Scenario, type Scenarios } from "../scenario.ts";
import { loop } from "./loops.ts";

interface Sent {
  body: Json;
  messages: Json[];
  model: string;
}
/** The refusal of a request in a form this server does not take; null = it takes it. */
type Check = (sent: Sent) => FakeAnswer | null;

const isGptOss = (model: string) => model.includes("gpt-oss");
const placeOf = (messages: Json[], field: string) => messages.findIndex((message) => field in message);
const effortOf = ({ reasoning, reasoning_effort }: Json) =>
  reasoning_effort ?? (isJson(reasoning) ? reasoning.effort : undefined);
const invalid = (message: string, more: Json = {}) =>
  json(400, { error: { message, type: "invalid_request_error", ...more } });
const wrongFormat = (name: string) =>
  json(400, {
    message: `${name}: property '${name}' is unsupported`,
    type: "invalid_request_error",
    param: "validation_error",
    code: "wrong_api_format",
  });

/** One server each, in the words it uses: what it answers 400 to about reasoning. Sources: docs/wire.md. */
const checks: Record<string, Check> = {
  deepseek: ({ messages }) =>
    messages.some(({ role, tool_calls, reasoning_content }) => {
      return role === "assistant" && tool_calls !== undefined && typeof reasoning_content !== "string";
    })
      ? plain(
          400,
          "application/octet-stream",
          JSON.stringify({
            error: {
              message: "The `reasoning_content` in the thinking mode must be passed back to the API.",
              type: "invalid_request_error",
              param: null,
              code: "invalid_request_error",
            },
          }),
        )
      : null,
  "deepseek-reasoner": ({ messages }) =>
    placeOf(messages, "reasoning_content") < 0
      ? null
      : invalid("The reasoning_content field is not allowed in the input messages."),
  groq({ body, messages, model }) {
    if ("reasoning" in body) return invalid("property 'reasoning' is unsupported");
    const field = ["reasoning_content", ...(isGptOss(model) ? [] : ["reasoning"])].find(
      (name) => placeOf(messages, name) >= 0,
    );
    if (field === undefined) return null;
    const at = placeOf(messages, field);
    const inner = `('messages.${at}' : property '${field}' is unsupported)`;
    return invalid(`'messages.${at}' : for 'role:assistant' the following must be satisfied[${inner}]`);
  },
  cerebras({ body, messages }) {
    if ("reasoning" in body) return wrongFormat("reasoning");
    const at = placeOf(messages, "reasoning_content");
    return at < 0 ? null : wrongFormat(`messages.${at}.assistant.reasoning_content`);
  },
  mandatory: ({ body }) =>
    effortOf(body) === "none" || (isJson(body.reasoning) && body.reasoning.enabled === false)
      ? invalid("Reasoning is mandatory for this endpoint and cannot be disabled.")
      : null,
  "one-form": ({ body }) =>
    isJson(body.reasoning) && "effort" in body.reasoning && "max_tokens" in body.reasoning
      ? invalid('Only one of "reasoning.effort" and "reasoning.max_tokens" may be specified')
      : null,
  "no-effort": ({ body }) =>
    "reasoning_effort" in body || "reasoning" in body
      ? invalid("Unrecognized request argument supplied: reasoning_effort", { param: null, code: null })
      : null,
};

/** `[[scenario:strict server=groq …]]`: refuses what that server refuses, and is else a `loop` with the same parameters. */
const strict: Scenario = (context) => {
  const check = checks[context.params.text("server", "")];
  if (!check) return json(404, { error: { message: "The fake has no such server.", code: 404 } });
  return check(context) ?? loop(context);
};

export const strictServers: Scenarios = { strict };
