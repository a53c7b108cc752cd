import type { Profile, ProfileId } from "./profiles";

/** What an OpenAI-compatible server of an unknown kind gets: nothing it has not shown to know. */
const unknown: Profile = {
  id: "openai-compatible",
  name: "OpenAI-compatible server",
  effort: { form: "reasoning_effort", supported: null, folds: false, sentAs: {}, beyond: "object" },
  mandatory: null,
  replay: { form: "as_received", when: "tool_loop", emptyWhenMissing: false, models: "all" },
  prefill: "none",
  thinkOpen: false,
  contextLength: null,
  unknownFields: "ignored",
  toolCallIds: "any",
  refused: [],
  renamed: {},
  manual: [],
};
/** Servers that read `reasoning_effort` and would silently pass over the object. */
const effortWord: Profile["effort"] = { ...unknown.effort, beyond: "left_out" };
const inToolLoop = (form: Profile["replay"]["form"]): Profile["replay"] => ({ ...unknown.replay, form });
const nothing: Profile["replay"] = { ...unknown.replay, form: "none" };

const openrouter: Profile = {
  ...unknown,
  id: "openrouter",
  name: "OpenRouter",
  effort: { form: "reasoning", supported: null, folds: true, sentAs: {}, beyond: "object" },
  replay: { form: "details", when: "always", emptyWhenMissing: false, models: "all" },
};

/** `thinking` switches, `reasoning_effort` weighs: low, high, max; the others are treated like one of these. */
const deepseek: Profile = {
  ...unknown,
  id: "deepseek",
  name: "DeepSeek",
  effort: {
    form: "thinking_and_effort",
    supported: ["none", "low", "high", "max"],
    folds: false,
    sentAs: { minimal: "low", medium: "high", xhigh: "max" },
    beyond: "left_out",
  },
  replay: { form: "reasoning_content", when: "tool_calls", emptyWhenMissing: true, models: "all" },
};

/** One row per server; where each value comes from is in docs/wire.md. */
export const shipped: Record<ProfileId, Profile> = {
  openrouter,
  openai: {
    ...unknown,
    id: "openai",
    name: "OpenAI",
    effort: { ...effortWord, sentAs: { max: "xhigh" } },
    replay: nothing,
    unknownFields: "refused",
  },
  azure: { ...unknown, id: "azure", name: "Azure", effort: effortWord, unknownFields: "refused" },
  deepseek,
  "deepseek-reasoner": {
    ...deepseek,
    id: "deepseek-reasoner",
    name: "DeepSeek, earlier reasoner",
    effort: { ...effortWord, form: "none" },
    replay: nothing,
    refused: ["logprobs", "top_logprobs"],
  },
  groq: {
    ...unknown,
    id: "groq",
    name: "Groq",
    effort: effortWord,
    // `reasoning_content` is refused always, `reasoning` for every other model.
    replay: { ...inToolLoop("reasoning"), models: "gpt-oss" },
    unknownFields: "refused",
    refused: ["logprobs", "top_logprobs", "logit_bias"],
  },
  cerebras: {
    ...unknown,
    id: "cerebras",
    name: "Cerebras",
    effort: effortWord,
    replay: inToolLoop("reasoning"),
    unknownFields: "refused",
  },
  together: { ...unknown, id: "together", name: "Together", effort: effortWord },
  fireworks: {
    ...unknown,
    id: "fireworks",
    name: "Fireworks",
    effort: effortWord,
    replay: inToolLoop("reasoning_content"),
  },
  mistral: {
    ...unknown,
    id: "mistral",
    name: "Mistral",
    effort: effortWord,
    replay: nothing,
    prefill: "prefix",
    unknownFields: "refused",
    toolCallIds: "nine",
  },
  vllm: {
    ...unknown,
    id: "vllm",
    name: "vLLM",
    effort: effortWord,
    replay: inToolLoop("reasoning"),
    prefill: "continue_final_message",
  },
  // `reasoning` would be passed over in silence.
  "llama-cpp": {
    ...unknown,
    id: "llama-cpp",
    name: "llama.cpp",
    effort: effortWord,
    replay: inToolLoop("reasoning_content"),
  },
  ollama: { ...unknown, id: "ollama", name: "Ollama", effort: effortWord, replay: inToolLoop("reasoning") },
  "lm-studio": { ...unknown, id: "lm-studio", name: "LM Studio", effort: effortWord },
  sglang: { ...unknown, id: "sglang", name: "SGLang", effort: effortWord, replay: inToolLoop("reasoning_content") },
  "openai-compatible": unknown,
  practice: { ...openrouter, id: "practice", name: "Practice model", prefill: "last_message" },
};
