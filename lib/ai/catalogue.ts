import "server-only";
import { z } from "zod";
import type { ModelReasoning } from "@/lib/contract/models";
import { type Effort, effortSchema } from "@/lib/contract/settings";
import { AppError } from "@/lib/errors/app-error";
import { fromProviderFacts, readErrorBody, toProviderError } from "./provider-errors";
import { fetchFor, headersFor, type ProviderConnection } from "./providers";

const positive = z.number().int().positive().optional().catch(undefined);

/** One entry of a model list, whatever the server: only `id` is sure. Names of the context length: docs/wire.md. */
const entrySchema = z.looseObject({
  id: z.string().min(1).max(256),
  name: z.string().max(256).optional().catch(undefined),
  context_length: positive,
  max_model_len: positive,
  context_window: positive,
  meta: z.looseObject({ n_ctx: positive }).optional().catch(undefined),
  supported_parameters: z.array(z.string()).optional().catch(undefined),
  reasoning: z
    .looseObject({
      supported_efforts: z.array(z.string()).nullish().catch(undefined),
      default_effort: z.string().nullish().catch(undefined),
      mandatory: z.boolean().nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
/** Some servers answer with a bare array. */
const listSchema = z.union([
  z.looseObject({ data: z.array(z.unknown()) }).transform((body) => body.data),
  z.array(z.unknown()),
]);

export interface ListedModel {
  modelId: string;
  name: string;
  contextLength: number | null;
  /** the entry as received, as JSON text */
  raw: string;
}

const maxBytes = 20_000_000;

/**
 * `GET {base}/models`. @throws AppError with the precise reason: address, TLS, key, or a body that is no model list.
 */
export async function fetchModels(connection: ProviderConnection, signal: AbortSignal): Promise<ListedModel[]> {
  let response: Response;
  let text: string;
  try {
    response = await fetchFor(connection)(`${connection.baseUrl}/models`, {
      headers: { accept: "application/json", ...headersFor(connection) },
      signal,
    });
    text = await readText(response);
  } catch (error) {
    throw signal.aborted
      ? new AppError("provider_timeout", { detail: "models" })
      : toProviderError(error, { connectionName: connection.name });
  }
  if (!response.ok)
    throw fromProviderFacts(readErrorBody(response.status, text), {
      connectionName: connection.name,
      secrets: [connection.apiKey],
    });
  return parseModels(text);
}

/** The body of a model list; entries that are none are left out. @throws AppError provider_malformed */
function parseModels(text: string): ListedModel[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AppError("provider_malformed", {
      userMessage: "The address answers, but not with a model list. It usually ends in /v1.",
    });
  }
  const list = listSchema.safeParse(json);
  if (!list.success)
    throw new AppError("provider_malformed", {
      userMessage: "The address answers, but not with a model list. It usually ends in /v1.",
    });
  return list.data.flatMap((item) => {
    const entry = entrySchema.safeParse(item);
    if (!entry.success) return [];
    const { id, name, context_length, max_model_len, context_window, meta } = entry.data;
    return [
      {
        modelId: id,
        name: name ?? id,
        contextLength: context_length ?? max_model_len ?? context_window ?? meta?.n_ctx ?? null,
        raw: JSON.stringify(item),
      },
    ];
  });
}

/** What a stored entry says about parameters and reasoning. */
export function readCapabilities(raw: string): {
  supportedParameters: string[] | null;
  reasoning: ModelReasoning | null;
} {
  const entry = entrySchema.safeParse(JSON.parse(raw));
  if (!entry.success) return { supportedParameters: null, reasoning: null };
  const { supported_parameters, reasoning } = entry.data;
  return {
    supportedParameters: supported_parameters ?? null,
    reasoning: reasoning
      ? {
          supportedEfforts: reasoning.supported_efforts?.flatMap(toEffort) ?? null,
          defaultEffort: toEffort(reasoning.default_effort)[0] ?? null,
          mandatory: reasoning.mandatory ?? null,
        }
      : null,
  };
}

function toEffort(value: string | null | undefined): Effort[] {
  const effort = effortSchema.safeParse(value);
  return effort.success ? [effort.data] : [];
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let total = 0;
  for await (const chunk of response.body ?? []) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new AppError("provider_malformed", { detail: "model list too large" });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
