import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { canMount, type SmallDisk, startOnSmallDisk } from "../support/small-disk.ts";
import { type Received, readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

describe.skipIf(!canMount())("the database's disk is full (else: only root may mount a small one)", () => {
  let own: OwnProduct;
  let disk: SmallDisk;

  beforeAll(async () => {
    disk = await startOnSmallDisk();
    own = await startOwnProduct({ DATABASE_URL: disk.url });
  });
  afterAll(async () => {
    await own?.end();
    await disk?.remove();
  });
  afterEach(async () => {
    expect(await countOddRows(disk.url)).toEqual(noOddRows);
  });

  const newConversation = () => own.client.newConversation({ connectionId: own.connectionId, model: "fake/paced" });
  const words = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");
  const requestsWith = (text: string) =>
    own.fake.requests.filter(({ body, bodyText }) => body?.stream === true && bodyText.includes(text));
  const rows = (table: "message" | "completion", conversationId: string) =>
    withClient(disk.url, async (db) => {
      const { rows: found } = await db.query(`select id from ${table} where conversation_id = $1`, [conversationId]);
      return found.length;
    });
  /** Too long for the room a table has left, and nothing that packs well. */
  const longQuestion = (conversationId: string) =>
    own.client.question(`[[scenario:paced n=20 rate=100]] ${conversationId} ${randomBytes(200_000).toString("hex")}`);

  /** An answer during which the disk is full; `meanwhile` is done then, and ends with room on the disk. */
  async function askThrough(meanwhile: () => Promise<void>) {
    const conversationId = await newConversation();
    const question = own.client.question(`[[scenario:paced n=1500 rate=100]] ${conversationId}`);
    let isFull = false;
    let working: Promise<void> | null = null;
    const received = await readUiStream(await own.client.send(conversationId, question), (seen) => {
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
    const { messages } = await own.client.conversation(conversationId);
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
      const refused = await own.client.send(other, question);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refusal(refused)).toEqual({ status: 503, code: "database_full" });
      expect(await rows("message", other)).toBe(0);
      expect(requestsWith(other)).toHaveLength(0);
      disk.free();
    });
    await expectWhole(answered);
    const again = await readUiStream(await own.client.send(other, question));
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
      expect(await refusal(await own.client.send(other, question))).toEqual({
        status: 503,
        code: "database_unavailable",
      });
      disk.free();
      await disk.start();
      expect(await rows("message", other)).toBe(0);
    });
    await expectWhole(answered);
    await vi.waitFor(async () => expect((await fetch(`${own.product.url}/api/health/ready`)).status).toBe(200));
    const again = await readUiStream(await own.client.send(other, question));
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
