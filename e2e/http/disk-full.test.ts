import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type Product, startProduct } from "../support/product.ts";
import { productClient, wordsOf } from "../support/product-client.ts";
import { canMount, type SmallDisk, startOnSmallDisk } from "../support/small-disk.ts";
import { type Received, readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

describe.skipIf(!canMount())("the database's disk is full (else: only root may mount a small one)", () => {
  let fake: FakeProvider;
  let disk: SmallDisk;
  let product: Product;
  let client: ReturnType<typeof productClient>;
  let connectionId: string;

  beforeAll(async () => {
    fake = await startFakeProvider();
    disk = await startOnSmallDisk();
    product = await startProduct({
      DATABASE_URL: disk.url,
      OPENROUTER_API_KEY: "sk-or-v1-test-0000",
      OPENROUTER_BASE_URL: `${fake.url}/v1`,
    });
    client = productClient(product.url);
    connectionId = await client.connectionId("OpenRouter");
  });
  afterAll(async () => {
    await product?.remove();
    await disk?.remove();
    await fake?.close();
  });
  afterEach(async () => {
    expect(await countOddRows(disk.url)).toEqual(noOddRows);
  });

  const newConversation = () => client.newConversation({ connectionId, model: "fake/paced" });
  const words = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");
  const requestsWith = (text: string) =>
    fake.requests.filter(({ body, bodyText }) => body?.stream === true && bodyText.includes(text));
  const rows = (table: "message" | "completion", conversationId: string) =>
    withClient(disk.url, async (db) => {
      const { rows: found } = await db.query(`select id from ${table} where conversation_id = $1`, [conversationId]);
      return found.length;
    });
  /** Too long for the room a table has left, and nothing that packs well. */
  const longQuestion = (conversationId: string) =>
    client.question(`[[scenario:paced n=20 rate=100]] ${conversationId} ${randomBytes(200_000).toString("hex")}`);

  /** An answer during which the disk is full; `meanwhile` is done then, and ends with room on the disk. */
  async function askThrough(meanwhile: () => Promise<void>) {
    const conversationId = await newConversation();
    const question = client.question(`[[scenario:paced n=1500 rate=100]] ${conversationId}`);
    let isFull = false;
    let working: Promise<void> | null = null;
    const received = await readUiStream(await client.send(conversationId, question), (seen) => {
      if (!isFull && seen.text.includes("t50 ")) {
        isFull = true;
        disk.fill();
      }
      if (told(seen).at(-1) === true) working ??= meanwhile();
      return false;
    });
    expect(working).not.toBeNull();
    await working;
    return { conversationId, received };
  }

  async function expectWhole({ conversationId, received }: { conversationId: string; received: Received }) {
    expect(received).toMatchObject({ text: words(1500), error: null, done: true });
    expect(told(received)).toEqual([true, false]);
    const { messages } = await client.conversation(conversationId);
    expect(messages.map(({ status }) => status)).toEqual(["done", "done"]);
    expect(wordsOf(messages[1]).text).toBe(words(1500));
    expect(await rows("completion", conversationId)).toBe(1);
    expect(requestsWith(conversationId)).toHaveLength(1);
  }

  test("tables find no room: a send is refused whole, what streams goes on and is stored once there is", {
    timeout: 90_000,
  }, async () => {
    const other = await newConversation();
    const question = longQuestion(other);
    const answered = await askThrough(async () => {
      const refused = await client.send(other, question);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refusal(refused)).toEqual({ status: 503, code: "database_full" });
      expect(await rows("message", other)).toBe(0);
      expect(requestsWith(other)).toHaveLength(0);
      disk.free();
    });
    await expectWhole(answered);
    const again = await readUiStream(await client.send(other, question));
    expect(again).toMatchObject({ text: words(20), error: null });
    expect(await rows("message", other)).toBe(2);
    expect(requestsWith(other)).toHaveLength(1);
  });

  test("the journal finds no room and the database ends: the same, once its operator has made room and started it", {
    timeout: 90_000,
  }, async () => {
    const other = await newConversation();
    const question = longQuestion(other);
    const answered = await askThrough(async () => {
      await disk.endOfJournal();
      expect(await refusal(await client.send(other, question))).toEqual({ status: 503, code: "database_unavailable" });
      disk.free();
      await disk.start();
      expect(await rows("message", other)).toBe(0);
    });
    await expectWhole(answered);
    await vi.waitFor(async () => expect((await fetch(`${product.url}/api/health/ready`)).status).toBe(200));
    const again = await readUiStream(await client.send(other, question));
    expect(again).toMatchObject({ text: words(20), error: null });
    expect(await rows("message", other)).toBe(2);
    expect(requestsWith(other)).toHaveLength(1);
  });
});

/** what the reader was told of saving, in order */
const told = ({ chunks }: Received) =>
  chunks.flatMap(({ type, messageMetadata }) => {
    if (type !== "message-metadata" || typeof messageMetadata !== "object" || messageMetadata === null) return [];
    const value: unknown = Reflect.get(messageMetadata, "unsaved");
    return typeof value === "boolean" ? [value] : [];
  });
