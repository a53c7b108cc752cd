import type { Json, Step } from "./answer.ts";

/** Builds the chunks of one answer. Envelope as OpenRouter sends it, the other servers' keys are a subset. */
export interface Wire {
  id: string;
  chunk: (delta: Json, more?: Json, choice?: Json) => Step;
  reasoning: (text: string, detail?: Json) => Step;
  signature: (signature: string, detail?: Json) => Step;
  details: (fragments: unknown) => Step;
  text: (text: string) => Step;
  finish: (reason: string | null, more?: Json) => Step;
  usage: (more?: Json, reason?: string) => Step;
}

export const done: Step = { text: "data: [DONE]\n\n" };
export const comment: Step = { text: ": FAKE PROCESSING\n\n" };
export const pause = (delayMs: number): Step => ({ delayMs });

export const usage = {
  prompt_tokens: 21,
  completion_tokens: 34,
  total_tokens: 55,
  cost: 0.000123,
  is_byok: false,
  prompt_tokens_details: { cached_tokens: 5 },
  cost_details: { upstream_inference_cost: null },
  completion_tokens_details: { reasoning_tokens: 13 },
};

export function wireFor(model: string, number: number): Wire {
  const id = `gen-fake-${String(number).padStart(4, "0")}`;
  const chunk: Wire["chunk"] = (delta, more = {}, choice = {}) => ({
    json: {
      id,
      object: "chat.completion.chunk",
      created: 1_767_225_600 + number,
      model,
      provider: "Fake Host",
      choices: [
        {
          index: 0,
          delta: { role: "assistant", content: "", ...delta },
          finish_reason: null,
          native_finish_reason: null,
          ...choice,
        },
      ],
      ...more,
    },
  });
  const detailOf = (detail: Json = {}) => ({ format: "anthropic-claude-v1", index: 0, ...detail });
  return {
    id,
    chunk,
    reasoning: (text, detail) =>
      chunk({ reasoning: text, reasoning_details: [{ type: "reasoning.text", text, ...detailOf(detail) }] }),
    signature: (signature, detail) =>
      chunk({ reasoning: null, reasoning_details: [{ type: "reasoning.text", signature, ...detailOf(detail) }] }),
    details: (fragments) => chunk({ reasoning_details: fragments }),
    text: (content) => chunk({ content }),
    finish: (reason, more) => chunk({}, more, { finish_reason: reason, native_finish_reason: reason }),
    // The chunk with the usage says the reason once more.
    usage: (more, reason = "stop") => chunk({}, { usage: { ...usage, ...more } }, { finish_reason: reason }),
  };
}

/** The usual ending: finish reason, usage, [DONE]. */
export function ending(wire: Wire, reason = "stop"): Step[] {
  return [wire.finish(reason), wire.usage({}, reason), done];
}
