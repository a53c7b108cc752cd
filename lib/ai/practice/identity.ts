import "server-only";

export const practiceModelId = "practice/scripted";
export const practiceName = "Practice model (scripted, no AI)";
/** Named as the host that answers, in the `provider` key of every chunk. */
export const practiceHost = "Practice model";
/** Base URL for the provider. The top-level domain is reserved (RFC 2606), so a request that slips past the practice fetch goes nowhere. */
export const practiceBaseUrl = "http://practice.invalid/v1";
/** `format` of its reasoning details; names the producer, as "anthropic-claude-v1" does elsewhere. */
export const practiceFormat = "practice-v1";
export const practiceContextLength = 131_072;

/** The answer of `GET /models`, in OpenRouter's shape. */
export function practiceModels() {
  return {
    data: [
      {
        id: practiceModelId,
        canonical_slug: practiceModelId,
        name: practiceName,
        description:
          "Replies from a script on this server, with scripted reasoning. No AI, no key, no network, no cost. " +
          "Made for trying the app and for practising with failures.",
        created: 1_767_225_600,
        context_length: practiceContextLength,
        architecture: {
          modality: "text->text",
          input_modalities: ["text"],
          output_modalities: ["text"],
          tokenizer: "Other",
          instruct_type: null,
        },
        pricing: { prompt: "0", completion: "0", request: "0", internal_reasoning: "0" },
        top_provider: {
          context_length: practiceContextLength,
          max_completion_tokens: 16_384,
          is_moderated: false,
        },
        per_request_limits: null,
        supported_parameters: ["include_reasoning", "max_tokens", "reasoning", "tool_choice", "tools"],
        default_parameters: {},
        reasoning: { supported_efforts: ["high", "medium", "low"], default_effort: "medium", mandatory: true },
      },
    ],
  };
}
