import { expect, test } from "vitest";
import { profileForAddress } from "./profiles";

test("services are known by their host, everything else is an unknown server", () => {
  const addresses = {
    "https://openrouter.ai/api/v1": "openrouter",
    "https://eu.openrouter.ai/api/v1": "openrouter",
    "https://api.openai.com/v1": "openai",
    "https://res.services.ai.azure.com/openai/v1": "azure",
    "https://api.deepseek.com": "deepseek",
    "https://api.groq.com/openai/v1": "groq",
    "https://api.cerebras.ai/v1": "cerebras",
    "https://api.together.xyz/v1": "together",
    "https://api.fireworks.ai/inference/v1": "fireworks",
    "https://api.mistral.ai/v1": "mistral",
    "https://notopenrouter.ai/api/v1": "openai-compatible",
    "https://openrouter.ai.evil.example/v1": "openai-compatible",
    "http://127.0.0.1:11434/v1": "openai-compatible",
  };
  for (const [address, profile] of Object.entries(addresses))
    expect([address, profileForAddress(address)]).toEqual([address, profile]);
});
