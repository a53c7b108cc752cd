import "server-only";
import { fetchModels } from "@/lib/ai/catalogue";
import { detectServer } from "@/lib/ai/detect-server";
import type { FoundServer } from "@/lib/contract/connections";
import { profileOf } from "@/lib/reasoning/profiles";

/** Where local model servers usually listen. */
const candidates = [
  { name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1" },
  { name: "LM Studio", baseUrl: "http://127.0.0.1:1234/v1" },
  { name: "llama.cpp", baseUrl: "http://127.0.0.1:8080/v1" },
  { name: "vLLM", baseUrl: "http://127.0.0.1:8000/v1" },
  { name: "SGLang", baseUrl: "http://127.0.0.1:30000/v1" },
];

/** Looks at the usual local addresses, all at once, four seconds at most. Only on a click: nothing is searched for by itself. */
export async function discoverServers(): Promise<FoundServer[]> {
  const found = await Promise.all(
    candidates.map(async ({ name, baseUrl }): Promise<FoundServer | null> => {
      try {
        const server = { id: "discover", name, baseUrl, profile: "openai-compatible", apiKey: null };
        const models = await fetchModels(server, AbortSignal.timeout(2_000));
        // Who listens on a port is not said by the port.
        const kind = await detectServer(server, models);
        const found = kind ? profileOf(kind).name : `Server on port ${new URL(baseUrl).port}`;
        return { name: found, baseUrl, models: models.slice(0, 20).map((model) => model.modelId) };
      } catch {
        return null; // nothing there, which is the usual case
      }
    }),
  );
  return found.filter((server) => server !== null);
}
