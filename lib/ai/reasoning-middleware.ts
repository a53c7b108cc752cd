import "server-only";
import type { LanguageModelV4Middleware, LanguageModelV4Prompt } from "@ai-sdk/provider";

/** The key under which context.ts puts stored details on an assistant message; only the server writes prompts. */
export const replayKey = "verbatim";

/**
 * The only place that knows how reasoning goes out: stored details become `reasoning_details` of their assistant message, untouched,
 * and reasoning parts are removed (the provider package would otherwise send them as text without signatures). What comes back is
 * read by model-call.ts through lib/reasoning/decode.ts: the package's own parts drop details, refusals and the order of interleaved
 * reasoning.
 */
export const reasoningMiddleware: LanguageModelV4Middleware = {
  specificationVersion: "v4",
  transformParams: async ({ params }) => ({ ...params, prompt: withDetails(params.prompt) }),
};

function withDetails(prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  return prompt.map((message) => {
    if (message.role !== "assistant") return message;
    const { [replayKey]: ours, ...others } = message.providerOptions ?? {};
    return {
      ...message,
      content: message.content.filter((part) => part.type !== "reasoning"),
      // The provider package spreads exactly this key on the wire message, whatever the provider's own name.
      providerOptions: { ...others, openaiCompatible: { ...others.openaiCompatible, ...ours } },
    };
  });
}
