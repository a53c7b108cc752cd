import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { createTestDatabase } from "../../scripts/lib/test-database.mjs";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";

import { readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

/** A product whose transactions get in each other's way, or are ended: each turn is whole or refused in words. */
let own: OwnProduct;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
  // Looked for once, so long after the waiting began: by then the other one has to wait, too, also on a slow machine.
  await setting("deadlock_timeout", "'500ms'");
  own = await startOwnProduct({ DATABASE_URL: database.url });
});
afterAll(async () => {
  await own?.end();
  await database?.drop();
});
afterEach(async () => {
  expect(await countOddRows(database.url)).toEqual(noOddRows);
  expect(await ask(halfTurns)).toEqual([]);
});

/** Questions without exactly one answer, and answers without exactly one completion that is done. */
const halfTurns = `
  select m.id from message m where m.role = 'user' and (select count(*) from message a where a.parent_id = m.id) <> 1
  union all
  select m.id from message m where m.role = 'assistant'
    and (select count(*) from completion k where k.message_id = m.id and k.status = 'done') <> 1`;

const patience = { timeout: 20_000, interval: 20 };
const ask = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (db) => (await db.query(sql, values)).rows);
const numberOf = async (expression: string) =>
  Number((await ask(`select ${expression} n from pg_stat_database where datname = current_database()`))[0]?.n);
const newConversation = () => own.client.newConversation({ connectionId: own.connectionId, model: "fake/default" });
const requestsWith = (text: string) =>
  own.fake.requests.filter(({ body, bodyText }) => body?.stream === true && bodyText.includes(text));

async function setting(name: string, value: string) {
  const { pathname } = new URL(database.url);
  await ask(`alter database ${pathname.slice(1)} set ${name} = ${value}`);
}

/** Sends until it is taken; whatever is said meanwhile has to be a documented 503. @returns how often it was refused */
async function sendUntilTaken(conversationId: string, text: string): Promise<number> {
  const message = { id: randomUUID(), text };
  for (let refusals = 0; ; refusals += 1) {
    const response = await own.client.send(conversationId, { message });
    if (response.status === 200) {
      expect((await readUiStream(response)).error).toBeNull();
      return refusals;
    }
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(response)).toEqual({ status: 503, code: "database_unavailable" });
  }
}

test("deadlocks: the send that loses is done once more", { timeout: 60_000 }, async () => {
  const before = await numberOf("deadlocks");
  for (let round = 0; round < 5; round += 1) {
    const conversationId = await newConversation();
    await withClient(database.url, async (other) => {
      // So that it is always the send that the database gives up.
      await other.query("set deadlock_timeout = '1h'");
      await other.query("begin");
      // A send takes the conversation first, and its connection last: this goes the other way.
      await other.query("select 1 from connection where id = $1 for update", [own.connectionId]);
      const sending = own.client.send(conversationId, own.client.question(`Deadlock ${conversationId}`));
      await vi.waitFor(async () => {
        const waiting = await ask(
          // the send's own statement: the title of the round before may wait, too
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
             and query like '%next_seq%'`,
        );
        expect(waiting).not.toEqual([]);
      }, patience);
      await other.query("select 1 from conversation where id = $1 for update", [conversationId]);
      await other.query("commit");
      const response = await sending;
      expect(response.status).toBe(200);
      expect((await readUiStream(response)).error).toBeNull();
    });
    expect((await own.client.conversation(conversationId)).messages).toHaveLength(2);
    expect(requestsWith(conversationId)).toHaveLength(1);
  }
  await vi.waitFor(async () => expect(await numberOf("deadlocks")).toBeGreaterThanOrEqual(before + 5), patience);
});

test("a database that serialises everything: what could not be ordered is done once more, or refused", {
  timeout: 90_000,
}, async () => {
  await setting("default_transaction_isolation", "'serializable'");
  await own.product.stop();
  await own.product.start();
  const before = await numberOf("xact_rollback");
  const conversations = await Promise.all(Array.from({ length: 8 }, () => vi.waitFor(newConversation, patience)));
  for (let turn = 0; turn < 4; turn += 1)
    await Promise.all(conversations.map((id) => sendUntilTaken(id, `Turn ${turn} ${id}`)));
  await vi.waitFor(async () => expect(await numberOf("xact_rollback")).toBeGreaterThan(before), patience);
  for (const id of conversations) {
    expect((await own.client.conversation(id)).messages.map(({ status }) => status)).toEqual(Array(8).fill("done"));
    for (let turn = 0; turn < 4; turn += 1) expect(requestsWith(`Turn ${turn} ${id}`).length).toBeGreaterThan(0);
  }
  await setting("default_transaction_isolation", "'read committed'");
  await own.product.stop();
  await own.product.start();
});

test("every connection is ended every 200 ms, ten seconds long, while eight people send", {
  timeout: 120_000,
}, async () => {
  const conversations = await Promise.all(Array.from({ length: 8 }, newConversation));
  const until = performance.now() + 10_000;
  let ended = 0;
  const ending = withClient(database.url, async (db) => {
    while (performance.now() < until) {
      const { rowCount } = await db.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      ended += rowCount ?? 0;
      await db.query("select pg_sleep(0.2)");
    }
  });
  const turns = await Promise.all(
    conversations.map(async (id) => {
      let taken = 0;
      for (; performance.now() < until; taken += 1) await sendUntilTaken(id, `Turn ${taken}. ${id}`);
      return taken;
    }),
  );
  await ending;
  expect(ended).toBeGreaterThan(40);
  for (const [index, id] of conversations.entries()) {
    const { messages } = await own.client.conversation(id);
    expect(messages).toHaveLength((turns[index] ?? 0) * 2);
    expect(new Set(messages.map(({ status }) => status))).toEqual(new Set(["done"]));
  }
});
