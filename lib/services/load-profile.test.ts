import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetFacts, learn, listFacts } from "@/lib/db/capabilities";
import { replaceCatalogue } from "@/lib/db/catalogue";
import { getConnectionView, insertConnection, saveConnectionTest, updateConnection } from "@/lib/db/connections";
import { ensureSoloOwner } from "@/lib/db/users";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { keepCorrection, loadProfile } from "./load-profile";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
});
afterAll(() => database.drop());

const newConnection = () =>
  insertConnection({ userId, name: "C", baseUrl: "http://c/v1", profile: "vllm", apiKey: null });
const profileOf = (id: string, model: string) => loadProfile({ connection: { id, profile: "vllm" }, model });
const learned = async (connectionId: string) =>
  (await listFacts([connectionId])).map(({ modelId, field, value, source }) => [modelId, field, value, source]);

test("a model's list, what was found out and what a person set, each beating those before it", async () => {
  const connectionId = await newConnection();
  const raw = JSON.stringify({ id: "m", reasoning: { supported_efforts: ["low", "high"], mandatory: true } });
  await replaceCatalogue(connectionId, [{ modelId: "m", name: "m", contextLength: null, raw }], new Date());
  expect(await profileOf(connectionId, "m")).toMatchObject({ effort: { supported: ["low", "high"] }, mandatory: true });
  expect(await profileOf(connectionId, "other")).toMatchObject({ effort: { supported: null }, mandatory: null });
  expect(await profileOf(connectionId, "gpt-oss:20b")).toMatchObject({ mandatory: true });

  await learn({ connectionId, modelId: "m", facts: [{ field: "mandatory", value: false }], source: "probed" });
  expect(await profileOf(connectionId, "m")).toMatchObject({ mandatory: false });
  await keepCorrection({
    connectionId,
    model: "m",
    correction: { scope: "connection", facts: [{ field: "replay_form", value: "none" }] },
  });
  expect(await profileOf(connectionId, "other")).toMatchObject({ replay: { form: "none" } });

  await updateConnection({ userId, connectionId, chosenProfile: "ollama", overrides: { replay: "reasoning_content" } });
  expect(await profileOf(connectionId, "m")).toMatchObject({
    replay: { form: "reasoning_content" },
    manual: ["replay_form"],
  });
});

test("names that are refused add up, a probe does not undo what a refusal taught, and models stand apart", async () => {
  const connectionId = await newConnection();
  const keep = (model: string, names: string[]) =>
    keepCorrection({
      connectionId,
      model,
      correction: { scope: "model", facts: [{ field: "refused", value: names }] },
    });
  await keep("a", ["seed"]);
  await keep("a", ["top_p", "seed"]);
  await keep("b", ["user"]);
  const renamed = (value: Record<string, string>) =>
    learn({ connectionId, modelId: null, facts: [{ field: "renamed", value }], source: "learned" });
  await renamed({ max_tokens: "max_completion_tokens" });
  await renamed({ user: "user_id" });
  await learn({ connectionId, modelId: "a", facts: [{ field: "refused", value: ["stop"] }], source: "probed" });
  expect(await profileOf(connectionId, "a")).toMatchObject({
    refused: ["seed", "top_p"],
    renamed: { max_tokens: "max_completion_tokens", user: "user_id" },
  });
  expect((await profileOf(connectionId, "b")).refused).toEqual(["user"]);

  await forgetFacts({ userId, connectionId, only: { modelId: "a", field: "refused" } });
  expect((await learned(connectionId)).map(([modelId, field]) => [modelId, field])).toEqual([
    [null, "renamed"],
    ["b", "refused"],
  ]);
  await expect(forgetFacts({ userId: randomUUID(), connectionId })).rejects.toMatchObject({ code: "not_found" });
  await learn({ connectionId, modelId: "a", facts: [{ field: "mandatory", value: true }], source: "manual" });
  await forgetFacts({ userId, connectionId });
  expect(await learned(connectionId)).toEqual([["a", "mandatory", true, "manual"]]);
});

test("a changed address makes the test of the one before say nothing, a changed name does not", async () => {
  const connectionId = await newConnection();
  const at = new Date().toISOString();
  const facts = { failed: null, message: "It works.", latencyMs: 1, models: 1, reasoningField: null, server: null };
  await saveConnectionTest({ userId, connectionId, test: { ok: true, at, ...facts } });
  await updateConnection({ userId, connectionId, name: "D", baseUrl: "http://c/v1" });
  expect((await getConnectionView({ userId, connectionId })).lastTest).toMatchObject({ ok: true });
  await updateConnection({ userId, connectionId, baseUrl: "http://c/v2" });
  expect((await getConnectionView({ userId, connectionId })).lastTest).toBeNull();
});

test("another server at the connection: nothing of the one before is kept", async () => {
  const connectionId = await newConnection();
  await learn({ connectionId, modelId: null, facts: [{ field: "replay_form", value: "none" }], source: "learned" });
  await updateConnection({ userId, connectionId, baseUrl: "http://c/v2" });
  expect(await learned(connectionId)).toHaveLength(1);
  await updateConnection({ userId, connectionId, baseUrl: "http://d/v1" });
  expect(await learned(connectionId)).toEqual([]);
});

test("a connection that is gone leaves the shipped profile", async () => {
  expect(await profileOf(randomUUID(), "m")).toMatchObject({ id: "vllm", manual: [], refused: [] });
});
