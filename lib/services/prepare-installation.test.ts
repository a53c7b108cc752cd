import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertConversation } from "@/lib/db/conversations";
import { upsertInstallationConnections } from "@/lib/db/installation-connections";
import { isStartedBefore } from "@/lib/db/start-check";
import { insertTurn } from "@/lib/db/turns";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { installationConnections } from "./installation";
import { prepareInstallation } from "./prepare-installation";

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    APP_SECRET: "x".repeat(32),
    LOG_LEVEL: "silent",
    AUTH_MODE: "solo",
    OPENROUTER_API_KEY: "sk-or-v1-test-0000",
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    OPENAI_API_KEY: "short",
  });
});
afterAll(() => database.drop());

const query = (sql: string) => withClient(database.url, async (client) => (await client.query(sql)).rows);
const isDone = () => isStartedBefore(installationConnections());

test("a start leaves nothing to do for the next one", async () => {
  expect(await isDone()).toBe(false);
  await prepareInstallation();
  expect(await isDone()).toBe(true);
});

test.each([
  ["the owner is missing", `delete from "user" where id = 'solo-owner'`],
  ["a connection is missing", "delete from connection where source = 'builtin'"],
  ["one of the environment is switched off", "update connection set enabled = false where profile = 'openrouter'"],
  ["an address is another", "update connection set base_url = 'http://127.0.0.1:2/v1' where source = 'env'"],
  ["a key is another", "update connection set key_hint = '1111' where profile = 'openrouter'"],
  ["a key was there", "update connection set key_hint = '1111' where profile = 'openai-compatible'"],
])("there is something to do when %s, and it is done", async (_, sql) => {
  await prepareInstallation();
  await query(sql);
  expect(await isDone()).toBe(false);
  await prepareInstallation();
  expect(await isDone()).toBe(true);
});

test("a connection that is no longer configured has to be switched off once", async () => {
  await prepareInstallation();
  const fewer = installationConnections().filter(({ profile }) => profile !== "openrouter");
  expect(await isStartedBefore(fewer)).toBe(false);
  await upsertInstallationConnections(fewer);
  expect(await isStartedBefore(fewer)).toBe(true);
});

test("a completion that looks like running has to be recovered", async () => {
  await prepareInstallation();
  const [connection] = installationConnections();
  const userId = "solo-owner";
  const conversationId = await insertConversation({ userId, connectionId: null, model: null, settings: {} });
  const question = { id: randomUUID(), parentId: undefined, text: "Q", bodyHash: "h", title: "T" };
  const ids = { id: randomUUID(), messageId: randomUUID(), callId: randomUUID(), userId, conversationId };
  await insertTurn(question, {
    ...ids,
    connectionId: connection?.id ?? "",
    connectionName: "C",
    model: "m",
    settings: {},
  });
  await query("update completion set lease_owner = 'one that died'");
  expect(await isDone()).toBe(false);
  await prepareInstallation();
  expect(await isDone()).toBe(true);
});
