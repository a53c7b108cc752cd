import "server-only";
import { practiceFormat, practiceHost, practiceModelId } from "./identity";

export interface ChunkStamp {
  id: string;
  /** seconds, as the wire has it */
  created: number;
}

export interface Usage {
  promptTokens: number;
  answerTokens: number;
  reasoningTokens: number;
}

const encoder = new TextEncoder();

/** One SSE event of OpenRouter's dialect: envelope keys in its order, `role` in every delta. */
export function chunk(stamp: ChunkStamp, delta: object, finish: string | null = null, more: object = {}): Uint8Array {
  const nativeFinish = finish === "stop" ? "end_of_script" : finish;
  return data({
    id: stamp.id,
    object: "chat.completion.chunk",
    created: stamp.created,
    model: practiceModelId,
    provider: practiceHost,
    choices: [
      {
        index: 0,
        delta: { role: "assistant", content: "", ...delta },
        finish_reason: finish,
        native_finish_reason: nativeFinish,
      },
    ],
    ...more,
  });
}

export function data(value: unknown): Uint8Array {
  return encoder.encode(`data: ${JSON.stringify(value)}\n\n`);
}

export const comment = encoder.encode(": PRACTICE PROCESSING\n\n");
export const done = encoder.encode("data: [DONE]\n\n");

/** Words of raw reasoning, as plain text and as the fragment that carries the same words. */
export function reasoningDelta(text: string, index: number): object {
  return { reasoning: text, reasoning_details: [{ type: "reasoning.text", text, format: practiceFormat, index }] };
}

export function signatureDelta(signature: string, index: number): object {
  return {
    reasoning: null,
    reasoning_details: [{ type: "reasoning.text", signature, format: practiceFormat, index }],
  };
}

export function summaryDelta(summary: string, index: number): object {
  return {
    reasoning: summary,
    reasoning_details: [{ type: "reasoning.summary", summary, format: practiceFormat, index }],
  };
}

export function encryptedDelta(sealed: string, id: string, index: number): object {
  return {
    reasoning: null,
    reasoning_details: [{ type: "reasoning.encrypted", data: sealed, id, format: practiceFormat, index }],
  };
}

export function usageOf({ promptTokens, answerTokens, reasoningTokens }: Usage): object {
  const completionTokens = answerTokens + reasoningTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: 0,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
