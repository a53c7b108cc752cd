import "server-only";
import { normaliseBaseUrl } from "@/lib/ai/address";
import { fetchModels, type ListedModel, readCapabilities } from "@/lib/ai/catalogue";
import { withContextLengths } from "@/lib/ai/context-lengths";
import { detectServer } from "@/lib/ai/detect-server";
import { callModel } from "@/lib/ai/model-call";
import { probeReasoning } from "@/lib/ai/probe-reasoning";
import { profileForAddress } from "@/lib/ai/profiles";
import type { ProviderConnection } from "@/lib/ai/providers";
import { toWireSettings } from "@/lib/ai/wire-settings";
import type { ConnectionTest } from "@/lib/contract/connections";
import { findProfileRecord, learn } from "@/lib/db/capabilities";
import { replaceCatalogue } from "@/lib/db/catalogue";
import { getConnection, saveConnectionTest, saveRecognisedProfile } from "@/lib/db/connections";
import { AppError } from "@/lib/errors/app-error";
import { type Profile, type ProfileId, profileOf } from "@/lib/reasoning/profiles";
import { keepAddressTest, type Probed } from "./address-tests";
import { withKey } from "./installation";
import { profileFrom } from "./load-profile";

const testMs = 30_000;
/** Enough for a reasoning model to begin; some hosts refuse less than 16. */
const testTokens = 32;

type TestedStage = NonNullable<ConnectionTest["failed"]>;

/** Tests a stored connection and keeps the result, its model list and what was found out about the server. @throws AppError not_found */
export async function testConnection(input: { userId: string; connectionId: string }): Promise<ConnectionTest> {
  const { connectionId } = input;
  const connection = withKey(await getConnection(input));
  const { test, models, found } = await probe(connection, {
    onRecognised: async (server) => {
      await saveRecognisedProfile(connectionId, server);
      return (await getConnection(input)).profile;
    },
    profileFor: async (profile, model, raw) => {
      const record = await findProfileRecord({ connectionId, model });
      return record ? profileFrom(profile, model, { ...record, raw }) : profileOf(profile);
    },
  });
  await saveProbed({ ...input, probed: { test, models, found } });
  return test;
}

/** Keeps what a test has shown: the result, the model list and what was found out about the server. */
export async function saveProbed(input: { userId: string; connectionId: string; probed: Probed }): Promise<void> {
  const { userId, connectionId, probed } = input;
  if (probed.models) await replaceCatalogue(connectionId, probed.models, new Date());
  for (const each of probed.found) await learn({ connectionId, ...each, source: "probed" });
  await saveConnectionTest({ userId, connectionId, test: probed.test });
}

/** Tests an address before it is stored; saving it soon keeps the result. @throws AppError provider_address */
export async function testAddress(input: {
  userId: string;
  name: string;
  baseUrl: string;
  apiKey?: string | undefined;
}): Promise<ConnectionTest> {
  const baseUrl = normaliseBaseUrl(input.baseUrl);
  const apiKey = input.apiKey || null;
  const probed = await probe(
    { id: "new", name: input.name, baseUrl, profile: profileForAddress(baseUrl), apiKey },
    {
      onRecognised: async (server) => server,
      profileFor: async (profile, model, raw) =>
        profileFrom(profile, model, { overrides: {}, raw, contextLength: null, facts: [] }),
    },
  );
  keepAddressTest({ userId: input.userId, baseUrl, apiKey }, probed);
  return probed.test;
}

interface Knowledge {
  /** keeps what the server was recognised as; gives the profile in force, which a person may have chosen */
  onRecognised: (server: ProfileId) => Promise<string>;
  profileFor: (profile: string, model: string, raw: string) => Promise<Profile>;
}
/**
 * Model list first, then what kind of server it is, then one tiny streamed question to a model of the list: says the first thing that
 * is wrong. Where the list says nothing about reasoning, the server is asked.
 */
async function probe(asked: ProviderConnection, knowledge: Knowledge): Promise<Probed> {
  const startedAt = performance.now();
  const base = { at: new Date().toISOString(), reasoningField: null, server: null };
  const failed = (stage: TestedStage, message: string): ConnectionTest => ({
    ...base,
    ok: false,
    failed: stage,
    message,
    latencyMs: null,
    models: null,
  });
  let listed: ListedModel[];
  try {
    listed = await fetchModels(asked, AbortSignal.timeout(testMs));
  } catch (error) {
    const cause = error instanceof AppError ? error : new AppError("provider_unreachable", { cause: error });
    return { models: null, found: [], test: failed(stageOf(cause), cause.userMessage) };
  }
  const latencyMs = Math.round(performance.now() - startedAt);
  const server = await recognise(asked, listed);
  const connection = { ...asked, profile: server ? await knowledge.onRecognised(server) : asked.profile };
  const models = await withContextLengths(connection, listed);
  const first = models.find((model) => model.modelId === "openai/gpt-oss-120b") ?? models[0];
  if (!first)
    return {
      models,
      found: [],
      test: { ...failed("model", "The server answers, but offers no model."), server, latencyMs, models: 0 },
    };

  const known = await knowledge.profileFor(connection.profile, first.modelId, first.raw);
  const isTold = readCapabilities(first.raw).reasoning !== null || known.effort.folds || known.effort.form === "none";
  const { profile, found } = isTold
    ? { profile: known, found: [] }
    : await probeReasoning(connection, first.modelId, known);
  const { error, reasoningField } = await stream(connection, first.modelId, profile);
  const stage = error && (stageOf(error) === "models" ? "stream" : stageOf(error));
  const count = models.length === 1 ? "1 model" : `${models.length.toLocaleString("en")} models`;
  return {
    models,
    found,
    test: {
      ...base,
      ok: error === null,
      failed: stage,
      latencyMs,
      models: models.length,
      reasoningField,
      server,
      message: error === null ? `Ready. ${count}, first answer from ${first.name}.` : error.userMessage,
    },
  };
}

/** By the address, else by asking; null = a kind that is not known. */
async function recognise(connection: ProviderConnection, models: ListedModel[]): Promise<ProfileId | null> {
  if (connection.profile === "practice") return null;
  const byAddress = profileForAddress(connection.baseUrl);
  return byAddress === "openai-compatible" ? detectServer(connection, models) : byAddress;
}

/** One tiny streamed question; an answer that got no further than its reasoning is one. */
async function stream(
  connection: ProviderConnection,
  model: string,
  profile: Profile,
): Promise<{ error: AppError | null; reasoningField: string | null }> {
  const facts = { field: null as string | null, chunks: 0 };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new AppError("provider_timeout", { detail: "test" })), testMs);
  const { wire } = toWireSettings({ settings: { max_tokens: testTokens }, profile, model, conversationId: "test" });
  const outcome = await callModel(
    {
      connection,
      model,
      controller,
      wire,
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
  const isAnswered = outcome.error?.code === "provider_empty" && facts.chunks > 0;
  return { error: isAnswered ? null : outcome.error, reasoningField: facts.field };
}

function stageOf(error: AppError): TestedStage {
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
