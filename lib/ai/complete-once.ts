import "server-only";
import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import { env } from "@/lib/config/env";
import { createDecoder } from "@/lib/reasoning/decode";
import { type CallRecord, createCallRecorder } from "@/lib/reasoning/record";
import { observeCall } from "./observed-call";
import { createModel, openFor, type ProviderConnection } from "./providers";

export interface OnceResult {
  text: string | null;
  ended: {
    outcome: "done";
    ended: "mark";
    request: string | null;
    connectMs: number | null;
    firstByteMs: number | null;
    totalMs: number;
    record: CallRecord;
  };
}

/** One request without a stream, for background work such as titles. @throws what the provider package throws. */
export async function completeOnce(input: {
  connection: ProviderConnection;
  model: string;
  prompt: LanguageModelV4Prompt;
  wire: Record<string, unknown>;
}): Promise<OnceResult> {
  const startedAt = performance.now();
  const timeoutMs = env().PROVIDER_FIRST_BYTE_TIMEOUT * 1000;
  const { fetch, observation } = observeCall({
    open: openFor(input.connection),
    controller: new AbortController(),
    now: () => performance.now(),
    firstByteTimeoutMs: timeoutMs,
    idleTimeoutMs: timeoutMs,
  });
  const decoder = createDecoder();
  const recorder = createCallRecorder();
  const model = createModel({ ...input, fetch });
  const { response } = await model.doGenerate({ prompt: input.prompt });
  const totalMs = Math.round(performance.now() - startedAt);
  // The whole body goes through the same decoder as a stream would.
  for (const event of [...decoder.push(response?.body), ...decoder.end()]) recorder.apply(event, totalMs);
  const record = recorder.record();
  return {
    text: record.wire.content,
    ended: {
      outcome: "done",
      ended: "mark",
      request: observation.requestBody,
      connectMs: observation.connectMs,
      firstByteMs: observation.firstByteMs,
      totalMs,
      record,
    },
  };
}
