import "server-only";
import { z } from "zod";
import { askServer } from "./ask-server";
import type { ProviderConnection } from "./providers";

const timeoutMs = 2_000;
/** Each costs a question of its own; nobody has more models loaded or in mind. */
const maxShown = 40;
const length = z.number().int().positive();

const propsSchema = z.looseObject({ default_generation_settings: z.looseObject({ n_ctx: length }) });
const studioSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      loaded_context_length: length.optional().catch(undefined),
      max_context_length: length.optional().catch(undefined),
    }),
  ),
});
const runningSchema = z.looseObject({
  models: z.array(z.looseObject({ model: z.string(), context_length: length.optional().catch(undefined) })),
});
const shownSchema = z.looseObject({ model_info: z.record(z.string(), z.unknown()) });

interface Listed {
  modelId: string;
  contextLength: number | null;
}

/**
 * The lengths that a server tells beside its model list: what is really loaded before what the model could do, since servers cut in
 * silence what is longer. Lengths that are listed stay; a server that does not answer changes nothing.
 */
export async function withContextLengths<M extends Listed>(connection: ProviderConnection, models: M[]): Promise<M[]> {
  const lengths = await lengthsOf(connection, models);
  return models.map((model) => ({ ...model, contextLength: lengths.get(model.modelId) ?? model.contextLength }));
}

async function lengthsOf(connection: ProviderConnection, models: Listed[]): Promise<Map<string, number>> {
  const json = async (path: string, body?: object) =>
    (await askServer(connection, path, { timeoutMs, ...(body ? { body } : {}) }))?.json;
  switch (connection.profile) {
    case "llama-cpp": {
      const unknown = models.filter(({ contextLength }) => contextLength === null);
      const props = propsSchema.safeParse(unknown.length === 0 ? null : await json("/props"));
      if (!props.success) return new Map();
      const { n_ctx } = props.data.default_generation_settings;
      return new Map(unknown.map(({ modelId }) => [modelId, n_ctx]));
    }
    case "lm-studio": {
      const listed = studioSchema.safeParse(await json("/api/v0/models"));
      const entries = listed.success ? listed.data.data : [];
      return new Map(
        entries.flatMap(({ id, loaded_context_length, max_context_length }) => {
          const known = loaded_context_length ?? max_context_length;
          return known === undefined ? [] : [[id, known] as const];
        }),
      );
    }
    case "ollama": {
      const [running, ...shown] = await Promise.all([
        json("/api/ps"),
        ...models
          .slice(0, maxShown)
          .map(async ({ modelId }) => [modelId, ollamaLength(await json("/api/show", { model: modelId }))] as const),
      ]);
      const loaded = runningSchema.safeParse(running);
      const isKnown = (pair: readonly [string, number | undefined]): pair is readonly [string, number] =>
        pair[1] !== undefined;
      return new Map([
        ...shown.filter(isKnown),
        ...(loaded.success ? loaded.data.models : [])
          .map(({ model, context_length }) => [model, context_length] as const)
          .filter(isKnown),
      ]);
    }
    default:
      return new Map();
  }
}

/** `model_info` has the length under the name of the architecture: "llama.context_length". */
function ollamaLength(json: unknown): number | undefined {
  const shown = shownSchema.safeParse(json);
  if (!shown.success) return undefined;
  const found = Object.entries(shown.data.model_info).find(([name]) => name.endsWith(".context_length"))?.[1];
  const parsed = length.safeParse(found);
  return parsed.success ? parsed.data : undefined;
}
