import "server-only";
import { normaliseBaseUrl } from "@/lib/ai/address";
import { fetchModels, type ListedModel } from "@/lib/ai/catalogue";
import { callModel } from "@/lib/ai/model-call";
import { profileForAddress } from "@/lib/ai/profiles";
import type { ProviderConnection } from "@/lib/ai/providers";
import type { ConnectionTest } from "@/lib/contract/connections";
import { replaceCatalogue } from "@/lib/db/catalogue";
import { getConnection, saveConnectionTest } from "@/lib/db/connections";
import { AppError } from "@/lib/errors/app-error";
import { withKey } from "./installation";

const testMs = 30_000;
/** Enough for a reasoning model to begin; some hosts refuse less than 16. */
const testTokens = 32;

/** Tests a stored connection and keeps the result and its model list. @throws AppError not_found */
export async function testConnection(input: { userId: string; connectionId: string }): Promise<ConnectionTest> {
  const connection = withKey(await getConnection(input));
  const { test, models } = await probe(connection);
  if (models) await replaceCatalogue(connection.id, models, new Date());
  await saveConnectionTest({ ...input, test });
  return test;
}

/** Tests an address before it is stored. @throws AppError provider_address */
export async function testAddress(input: {
  name: string;
  baseUrl: string;
  apiKey?: string | undefined;
}): Promise<ConnectionTest> {
  const baseUrl = normaliseBaseUrl(input.baseUrl);
  const { test } = await probe({
    id: "new",
    name: input.name,
    baseUrl,
    profile: profileForAddress(baseUrl),
    apiKey: input.apiKey || null,
  });
  return test;
}

/** Model list first, then one tiny streamed question to a model of the list: says the first thing that is wrong. */
async function probe(connection: ProviderConnection): Promise<{ test: ConnectionTest; models: ListedModel[] | null }> {
  const startedAt = performance.now();
  const base = { at: new Date().toISOString(), reasoningField: null };
  const latency = () => Math.round(performance.now() - startedAt);
  let models: ListedModel[];
  try {
    models = await fetchModels(connection, AbortSignal.timeout(testMs));
  } catch (error) {
    const cause = error instanceof AppError ? error : new AppError("provider_unreachable", { cause: error });
    return {
      models: null,
      test: { ...base, ok: false, failed: stageOf(cause), message: cause.userMessage, latencyMs: null, models: null },
    };
  }
  const latencyMs = latency();
  const first = models.find((model) => model.modelId === "openai/gpt-oss-120b") ?? models[0];
  if (!first) {
    return {
      models,
      test: {
        ...base,
        ok: false,
        failed: "model",
        message: "The server answers, but offers no model.",
        latencyMs,
        models: 0,
      },
    };
  }
  const facts = { field: null as string | null, chunks: 0 };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new AppError("provider_timeout", { detail: "test" })), testMs);
  const outcome = await callModel(
    {
      connection,
      model: first.modelId,
      controller,
      wire: { max_tokens: testTokens },
      prompt: [{ role: "user", content: [{ type: "text", text: "Reply with the word ready." }] }],
    },
    {
      onEvent: (event) => {
        if (event.type === "reasoning") facts.field = event.field;
        if (event.type === "text" || event.type === "reasoning") facts.chunks += 1;
      },
    },
  );
  clearTimeout(timer);
  const answered = outcome.error === null || (outcome.error.code === "provider_empty" && facts.chunks > 0);
  const failed =
    answered || outcome.error === null ? null : stageOf(outcome.error) === "models" ? "stream" : stageOf(outcome.error);
  return {
    models,
    test: {
      ...base,
      ok: answered,
      failed,
      latencyMs,
      models: models.length,
      reasoningField: facts.field,
      message: answered
        ? `Ready. ${models.length === 1 ? "1 model" : `${models.length.toLocaleString("en")} models`}, first answer from ${first.name}.`
        : (outcome.error?.userMessage ?? ""),
    },
  };
}

function stageOf(error: AppError): NonNullable<ConnectionTest["failed"]> {
  switch (error.code) {
    case "provider_tls":
      return "tls";
    case "provider_key_denied":
    case "provider_forbidden":
    case "provider_payment":
      return "key";
    case "provider_unreachable":
    case "provider_address":
    case "provider_timeout":
      return "address";
    case "provider_model_unknown":
    case "provider_refused":
      return "model";
    case "provider_malformed":
      return "models";
    default:
      return "stream";
  }
}
