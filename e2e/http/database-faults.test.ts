import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { createTestDatabase } from "../../scripts/lib/test-database.mjs";
import { type DatabaseProxy, startDatabaseProxy } from "../support/database-proxy.ts";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { type Received, readUiStream, type UiChunk } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

/** A product of its own, with a line to its database that can be cut. One connection: what waits for it has to wait in turn. */
let own: OwnProduct;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let line: DatabaseProxy;

beforeAll(async () => {
  database = await createTestDatabase();
  line = await startDatabaseProxy(database.url);
  own = await startOwnProduct({ DATABASE_URL: line.url, DATABASE_CONNECTIONS: "1" });
});
afterAll(async () => {
  await line?.mend();
  await own?.end();
  await line?.close();
  await database?.drop();
});
afterEach(async () => {
  await line.mend();
  expect(await countOddRows(database.url)).toEqual(noOddRows);
});

const patience = { timeout: 20_000, interval: 20 };
const words = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");
const newConversation = (scenario = "paced") =>
  own.client.newConversation({ connectionId: own.connectionId, model: `fake/${scenario}` });
const rowsOf = (sql: string, id: string) =>
  withClient(database.url, async (db) => (await db.query(sql, [id])).rows[0].n as number);
const requestsWith = (text: string) =>
  own.fake.requests.filter(({ body, bodyText }) => body?.stream === true && bodyText.includes(text));
/** what the reader was told of saving, in order */
const told = ({ chunks }: Received) => chunks.flatMap(unsaved);
function unsaved({ type, messageMetadata }: UiChunk): boolean[] {
  if (type !== "message-metadata" || typeof messageMetadata !== "object" || messageMetadata === null) return [];
  const value: unknown = Reflect.get(messageMetadata, "unsaved");
  return typeof value === "boolean" ? [value] : [];
}

describe("away at the start", () => {
  test("it waits, says so, and comes up by itself", { timeout: 120_000 }, async () => {
    await own.product.stop();
    await line.cut();
    const started = own.product.start();
    const ready = () => fetch(`${own.product.url}/api/health/ready`);
    await vi.waitFor(async () => expect((await ready()).status).toBe(503), patience);
    expect((await fetch(`${own.product.url}/api/health/live`)).status).toBe(200);
    const page = await fetch(own.product.url, { headers: { accept: "text/html" } });
    expect(page.status).toBe(503);
    expect(page.headers.get("refresh")).toBe("2");
    expect(await page.text()).toContain("Verbatim is starting.");
    expect(await refusal(await own.client.request("GET", "/conversations"))).toEqual({
      status: 503,
      code: "not_ready",
    });
    await vi.waitFor(() => expect(own.product.output()).toContain("does not answer yet"), patience);
    await line.mend();
    await started;
    expect((await fetch(own.product.url, { headers: { accept: "text/html" } })).status).toBe(200);
    expect((await own.client.ask(await newConversation("default"), "Hello.")).error).toBeNull();
  });
});

describe("away while an answer streams", () => {
  const faults: [string, () => void | Promise<void>][] = [
    ["a line that is cut", () => line.cut()],
    ["a line that hangs", () => line.hang()],
  ];
  test.each(faults)("%s: the text goes on, the reader is told, and all is stored once", async (_, fault) => {
    const conversationId = await newConversation();
    const question = own.client.question(`[[scenario:paced n=300 rate=50]] ${conversationId}`);
    let isFaulty = false;
    let isMended = false;
    const received = await readUiStream(await own.client.send(conversationId, question), (seen) => {
      if (!isFaulty && seen.text.includes("t20 ")) {
        isFaulty = true;
        void fault();
      }
      if (!isMended && told(seen).at(-1) === true && seen.text.includes("t220 ")) {
        isMended = true;
        void line.mend();
      }
      return false;
    });
    expect(received.text).toBe(words(300));
    expect(told(received)).toEqual([true, false]);
    const [, answer] = (await own.client.conversation(conversationId)).messages;
    expect(answer?.status).toBe("done");
    expect(wordsOf(answer).text).toBe(words(300));
  });

  test("a request meanwhile is told in time, and works when it comes again", async () => {
    const conversationId = await newConversation("default");
    const question = own.client.question("Are you there?");
    await line.cut();
    const reading = await own.client.request("GET", "/conversations");
    expect(Number(reading.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(reading)).toEqual({ status: 503, code: "database_unavailable" });
    const asked = performance.now();
    const sending = await own.client.send(conversationId, question);
    expect(await refusal(sending)).toEqual({ status: 503, code: "database_unavailable" });
    expect(performance.now() - asked).toBeLessThan(5000);
    const ready = await fetch(`${own.product.url}/api/health/ready`);
    expect(await ready.json()).toEqual({ status: "not ready", reason: "the database does not answer" });
    await line.mend();
    const again = await readUiStream(await own.client.send(conversationId, question));
    expect(again.error).toBeNull();
    expect((await own.client.conversation(conversationId)).messages).toHaveLength(2);
  });

  test("a database that hangs without a word: requests are told, and what runs can be stopped", {
    timeout: 60_000,
  }, async () => {
    const conversationId = await newConversation("paced");
    const response = await own.client.send(
      conversationId,
      own.client.question("[[scenario:paced n=3000 rate=50]] Hang"),
    );
    const { chunks } = await readUiStream(response, ({ text }) => text.length > 20);
    const answerId = z.object({ messageId: z.string() }).parse(chunks[0]).messageId;
    line.hang();
    const asked = performance.now();
    const stopped = await own.client.request(
      "DELETE",
      `/conversations/${conversationId}/completion?message=${answerId}`,
    );
    expect(stopped.status).toBe(202);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(await refusal(await own.client.request("GET", "/conversations"))).toEqual({
      status: 503,
      code: "database_unavailable",
    });
    expect(performance.now() - asked).toBeLessThan(25_000);
    await line.mend();
    await vi.waitFor(
      async () => {
        const [, answer] = (await own.client.conversation(conversationId)).messages;
        expect(answer?.status).toBe("stopped");
      },
      { timeout: 20_000, interval: 100 },
    );
  });

  test("away for a moment only: the send waits for it", async () => {
    const conversationId = await newConversation("default");
    await line.cut();
    const sending = own.client.ask(conversationId, "A moment.");
    await line.mend();
    expect((await sending).error).toBeNull();
  });
});

describe("the line breaks after the database has done it, before it says so", () => {
  const cases: [string, string][] = [
    ["a turn", "insert into message"],
    ["the flush of a turn", "pg_logical_emit_message"],
    ["the end of an answer", "update completion set status"],
    ["what streams", "insert into stream_segment"],
  ];
  const rounds = Number(process.env.LOST_ROUNDS ?? 20);
  test.each(cases)("%s is there exactly once", { timeout: 30_000 + rounds * 2_500 }, async (_, statement) => {
    for (let round = 0; round < rounds / cases.length; round += 1) {
      const conversationId = await newConversation();
      const before = line.lost();
      line.loseAnswersTo(statement, 2);
      const received = await own.client.ask(conversationId, `[[scenario:paced n=60 rate=50]] ${conversationId}`);
      expect(line.lost()).toBeGreaterThan(before);
      line.loseAnswersTo(statement, 0);
      expect(received).toMatchObject({ error: null, text: words(60) });
      const { messages } = await own.client.conversation(conversationId);
      expect(messages.map(({ status }) => status)).toEqual(["done", "done"]);
      expect(wordsOf(messages[1]).text).toBe(words(60));
      expect(await rowsOf("select count(*)::int n from message where conversation_id = $1", conversationId)).toBe(2);
      expect(await rowsOf("select count(*)::int n from completion where conversation_id = $1", conversationId)).toBe(1);
      expect(requestsWith(conversationId)).toHaveLength(1);
    }
  });

  test("and then everything is killed: no piece of the text stands twice", { timeout: 90_000 }, async () => {
    const conversationId = await newConversation();
    const before = line.lost();
    line.loseAnswersTo("insert into stream_segment", 3);
    const question = own.client.question(`[[scenario:paced n=5000 rate=50]] ${conversationId}`);
    await readUiStream(await own.client.send(conversationId, question), ({ text }) => text.length > words(150).length);
    expect(line.lost()).toBe(before + 3);
    await own.product.kill();
    await own.product.start();
    const [, answer] = (await own.client.conversation(conversationId)).messages;
    const { text } = wordsOf(answer);
    expect(answer?.status).toBe("interrupted");
    expect(text.length).toBeGreaterThan(words(60).length);
    expect(words(5000).startsWith(text)).toBe(true);
  });
});

test("connections that are ended all the time: a turn is whole or refused, never half", {
  timeout: 90_000,
}, async () => {
  let isOver = false;
  const killing = withClient(database.url, async (db) => {
    while (!isOver) {
      await db.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      await db.query("select pg_sleep(0.15)");
    }
  });
  const conversations = await Promise.all(
    Array.from({ length: 8 }, () => vi.waitFor(() => newConversation(), patience)),
  );
  const statuses: number[] = [];
  await Promise.all(
    conversations.map(async (conversationId) => {
      const message = { id: randomUUID(), text: `[[scenario:paced n=100 rate=50]] ${conversationId}` };
      for (;;) {
        const response = await own.client.send(conversationId, { message });
        statuses.push(response.status);
        if (response.status === 200) return expect((await readUiStream(response)).text).toBe(words(100));
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
        expect((await refusal(response)).status).toBe(503);
      }
    }),
  );
  isOver = true;
  await killing;
  for (const conversationId of conversations) {
    const { messages } = await own.client.conversation(conversationId);
    expect(messages.map(({ status }) => status)).toEqual(["done", "done"]);
    expect(wordsOf(messages[1]).text).toBe(words(100));
    expect(requestsWith(conversationId)).toHaveLength(1);
  }
});

test("a clock that was wrong by an hour, either way: the order is that of the turns", async () => {
  const conversationId = await newConversation("default");
  for (const text of ["One", "Two", "Three"]) await own.client.ask(conversationId, text);
  const before = (await own.client.conversation(conversationId)).messages.map(({ id }) => id);
  await withClient(database.url, (db) =>
    db.query(
      "update message set created_at = created_at + (case when seq in (0, 3) then 1 else -1 end) * interval '1 hour' where conversation_id = $1",
      [conversationId],
    ),
  );
  expect((await own.client.conversation(conversationId)).messages.map(({ id }) => id)).toEqual(before);
  expect((await own.client.ask(conversationId, "Four")).error).toBeNull();
  const { messages } = await own.client.conversation(conversationId);
  expect(messages.map(({ id }) => id).slice(0, 6)).toEqual(before);
  expect(messages).toHaveLength(8);
});
