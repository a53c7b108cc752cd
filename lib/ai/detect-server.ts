import "server-only";
import { z } from "zod";
import type { ProfileId } from "@/lib/reasoning/profiles";
import { askServer, type ServerSays } from "./ask-server";
import type { ProviderConnection } from "./providers";

const probeMs = 1_500;
const entrySchema = z.looseObject({ owned_by: z.string() });
const owners: Record<string, ProfileId> = { vllm: "vllm", llamacpp: "llama-cpp", sglang: "sglang" };

/** The server that a model list names as the owner of its models; null = none that is known. */
export function serverOfList(models: readonly { raw: string }[]): ProfileId | null {
  for (const { raw } of models.slice(0, 3)) {
    const entry = entrySchema.safeParse(JSON.parse(raw));
    const owner = entry.success ? owners[entry.data.owned_by] : undefined;
    if (owner) return owner;
  }
  return null;
}

const props = z.union([
  z.looseObject({ default_generation_settings: z.unknown() }),
  z.looseObject({ chat_template: z.string() }),
]);
const loadedModels = z.looseObject({ data: z.array(z.looseObject({ state: z.string() })) });
const modelInfo = z.looseObject({ model_path: z.string() });

/** What tells a server by its own addresses, in the order in which they are believed: some answer under another one's too. */
const tellTales: { id: ProfileId; path: string; isIt: (says: ServerSays) => boolean }[] = [
  {
    id: "llama-cpp",
    path: "/props",
    isIt: ({ json, software }) => software === "llama.cpp" || props.safeParse(json).success,
  },
  { id: "ollama", path: "/", isIt: ({ text }) => /^\s*ollama is running/i.test(text) },
  { id: "lm-studio", path: "/api/v0/models", isIt: ({ json }) => loadedModels.safeParse(json).success },
  { id: "sglang", path: "/get_model_info", isIt: ({ json }) => modelInfo.safeParse(json).success },
];

/**
 * Which server this is, by its model list, else by asking it: all questions at once, a second and a half at most. Never by its port.
 * Sources: docs/wire.md. null = none that is known.
 */
export async function detectServer(
  connection: ProviderConnection,
  models: readonly { raw: string }[],
): Promise<ProfileId | null> {
  const listed = serverOfList(models);
  if (listed) return listed;
  const answers = await Promise.all(
    tellTales.map(async ({ id, path, isIt }) => {
      const says = await askServer(connection, path, { timeoutMs: probeMs });
      return says && isIt(says) ? id : null;
    }),
  );
  return answers.find((id) => id !== null) ?? null;
}
