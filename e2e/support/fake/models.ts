import type { Json } from "./answer.ts";

const parameters = ["include_reasoning", "max_tokens", "reasoning", "seed", "stop", "temperature", "tools", "top_p"];

interface ModelOptions {
  contextLength: number | null;
  parameters: string[];
  reasoning: Json | null;
}

function model(id: string, name: string, options: Partial<ModelOptions> = {}): Json {
  const { contextLength = 131_072, parameters: supported = parameters, reasoning = null } = options;
  return {
    id,
    canonical_slug: id,
    name,
    created: 1_767_225_600,
    context_length: contextLength,
    architecture: { input_modalities: ["text"], output_modalities: ["text"], tokenizer: "Other", instruct_type: null },
    pricing: { prompt: "0.00000005", completion: "0.00000025" },
    top_provider: { context_length: contextLength, max_completion_tokens: null, is_moderated: false },
    supported_parameters: supported,
    default_parameters: {},
    ...(reasoning ? { reasoning } : {}),
  };
}

const effort = { supported_efforts: ["high", "medium", "low"], default_effort: "medium", mandatory: true };
const budget = { supported_efforts: null, default_effort: "medium", supports_max_tokens: true, mandatory: false };

/** The answer of `GET /v1/models`: a few known names, one model per scenario and one per recording. */
export function modelList(scenarioNames: string[], recordingNames: string[]): Json {
  return {
    data: [
      model("openai/gpt-oss-120b", "OpenAI: gpt-oss-120b", { reasoning: effort }),
      model("anthropic/claude-sonnet-4.5", "Anthropic: Claude Sonnet 4.5", {
        contextLength: 1_000_000,
        reasoning: budget,
      }),
      model("deepseek/deepseek-r1", "DeepSeek: R1", { contextLength: 163_840, reasoning: { mandatory: true } }),
      model("meta-llama/llama-3.3-70b-instruct", "Meta: Llama 3.3 70B Instruct", {
        parameters: ["max_tokens", "stop", "temperature", "tools", "top_p"],
      }),
      model("local/unknown-context", "A local model that says little", { contextLength: null, parameters: [] }),
      ...scenarioNames.map((name) => model(`fake/${name}`, `Fake: ${name}`, { reasoning: effort })),
      ...recordingNames.map((name) => model(`replay/${name}`, `Recording: ${name}`, { reasoning: effort })),
    ],
  };
}
