import "server-only";
import type { ProfileId } from "@/lib/reasoning/profiles";

/** Hosts of services, by the end of their name. Servers of one's own are told apart by asking them (detect-server.ts), never by port. */
const hosts: [string, ProfileId][] = [
  ["openrouter.ai", "openrouter"],
  ["api.openai.com", "openai"],
  ["openai.azure.com", "azure"],
  ["services.ai.azure.com", "azure"],
  ["cognitiveservices.azure.com", "azure"],
  ["api.deepseek.com", "deepseek"],
  ["api.groq.com", "groq"],
  ["api.cerebras.ai", "cerebras"],
  ["api.together.xyz", "together"],
  ["api.together.ai", "together"],
  ["api.fireworks.ai", "fireworks"],
  ["api.mistral.ai", "mistral"],
];

/** What the address alone says about the server; an unknown one is an OpenAI-compatible server. */
export function profileForAddress(baseUrl: string): ProfileId {
  const { hostname } = new URL(baseUrl);
  return hosts.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))?.[1] ?? "openai-compatible";
}
