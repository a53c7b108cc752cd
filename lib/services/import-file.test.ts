import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportEvent, ImportedLine } from "@/lib/contract/imports";
import { listContext } from "@/lib/db/context";
import { ensureSoloOwner } from "@/lib/db/users";
import { chatGptOf, node, richChatGpt, text } from "@/lib/import/__fixtures__/chatgpt";
import { listLibreChat } from "@/lib/import/__fixtures__/librechat";
import { richOpenWebUi } from "@/lib/import/__fixtures__/open-webui";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { exportJson } from "./export-conversation";
import { importFile } from "./import-file";
import { openTree } from "./open-conversation";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
});
afterAll(() => database.drop());

const count = async () =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query("select count(*)::int as n from conversation");
    return Number(rows[0]?.n);
  });

/** What the import says of a file that arrives in pieces. */
async function send(file: string | object, { pieceBytes = 3000, stopAfter = Number.POSITIVE_INFINITY } = {}) {
  const bytes = Buffer.from(typeof file === "string" ? file : JSON.stringify(file));
  const events: ImportEvent[] = [];
  async function* body() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const isCancelled = () => linesOf(events).length >= stopAfter;
  await importFile({ userId, body: body(), onEvent: (event) => events.push(event), isCancelled });
  return { lines: linesOf(events), end: events.at(-1) };
}
const linesOf = (events: ImportEvent[]) =>
  events.flatMap((event): ImportedLine[] => (event.type === "conversation" ? [event] : []));
const outcomes = (lines: ImportedLine[]) => lines.map(({ outcome }) => outcome);

const short = (words: string) =>
  chatGptOf(
    [node("q", null, ["a"], { role: "user", content: text(words) }), node("a", "q", [], { content: text("A") })],
    { conversation_id: randomUUID(), title: words },
  );

describe.each([
  ["ChatGPT export", [richChatGpt()], "A trip to Lisbon", 6],
  ["Open WebUI export", [richOpenWebUi()], "Comparison", 5],
  ["LibreChat export", listLibreChat(), "The sky", 5],
])("a file of the format %s", (format, file, title, messages) => {
  test("is taken once; what is in it is there, with times and names", async () => {
    const first = await send(file);
    expect(first.lines).toMatchObject([{ outcome: "imported", format, title, messages }]);
    expect(first.end).toMatchObject({ type: "end", imported: 1, present: 0, skipped: 0 });
    const conversationId = first.lines[0]?.id ?? "";
    const tree = await openTree({ userId, conversationId });
    expect(tree.title).toBe(title);
    expect(tree.messages).toHaveLength(messages);
    expect(tree.messages[1]).toMatchObject({
      role: "assistant",
      completion: { connectionName: format, connectionId: null },
    });
    expect(tree.messages[0]?.createdAt).toMatch(/^2025-10-09T/);
    const again = await send(file);
    expect(again.lines).toMatchObject([{ outcome: "present", id: conversationId }]);
  });

  test("its answers go back as text, without any details", async () => {
    const { lines } = await send(file);
    const conversationId = lines[0]?.id ?? "";
    const { activeLeafId } = await openTree({ userId, conversationId });
    const context = await listContext({ userId, conversationId, leafId: activeLeafId ?? "" });
    const calls = context.flatMap((message) => message.calls);
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) {
      expect(call.content).toMatch(/\w/);
      expect(call).toMatchObject({ details: null, reasoningText: null, toolCalls: [] });
    }
  });

  test("goes out as an export, and comes back as the same", async () => {
    const { lines } = await send(file);
    const exported = JSON.stringify(await exportJson({ userId, conversationId: lines[0]?.id ?? "" }));
    // It is still here, unchanged.
    expect((await send(exported)).lines).toMatchObject([{ outcome: "present", id: lines[0]?.id }]);
    const moved = await send(exported.replaceAll(lines[0]?.id ?? "", randomUUID()));
    expect(moved.lines).toMatchObject([{ outcome: "imported", format: "Verbatim export", title }]);
    const copy = JSON.stringify(await exportJson({ userId, conversationId: moved.lines[0]?.id ?? "" }));
    expect(withoutIds(copy)).toEqual(withoutIds(exported));
  });
});

/** The file with its ids numbered in the order they appear. */
function withoutIds(json: string): string {
  const numbers = new Map<string, string>();
  return json.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!numbers.has(id)) numbers.set(id, `#${numbers.size}`);
    return numbers.get(id) ?? id;
  });
}

describe("a file of many", () => {
  test("one that is damaged costs only itself, and says why", async () => {
    const before = await count();
    const file = [short("one"), { mapping: 7, title: "Broken" }, "text", { unknown: true }, short("two")];
    const { lines, end } = await send(file);
    expect(outcomes(lines)).toEqual(["imported", "skipped", "skipped", "skipped", "imported"]);
    expect(lines[1]).toMatchObject({ title: "Broken", reason: expect.stringContaining("mapping") });
    expect(end).toMatchObject({ imported: 2, skipped: 3 });
    expect(await count()).toBe(before + 2);
  });

  test("broken off and sent again, it goes on without doubles", async () => {
    const file = Array.from({ length: 12 }, (_, index) => short(`conversation ${index}`));
    const before = await count();
    const cut = await send(JSON.stringify(file).slice(0, -3000));
    expect(outcomes(cut.lines).slice(-1)).toEqual(["skipped"]);
    const had = cut.lines.filter(({ outcome }) => outcome === "imported").length;
    expect(had).toBeGreaterThan(0);
    const { end } = await send(file);
    expect(end).toMatchObject({ imported: 12 - had, present: had, skipped: 0 });
    expect(await count()).toBe(before + 12);
  });

  test("cancelled, it stops after the conversation at hand", async () => {
    const file = Array.from({ length: 8 }, (_, index) => short(`cancelled ${index}`));
    const before = await count();
    const { lines } = await send(file, { stopAfter: 2 });
    expect(outcomes(lines)).toEqual(["imported", "imported"]);
    expect(await count()).toBe(before + 2);
  });

  test("the same file twice at once makes one of each", async () => {
    const file = Array.from({ length: 5 }, (_, index) => short(`at once ${index}`));
    const before = await count();
    const [a, b] = await Promise.all([send(file), send(file)]);
    expect([...a.lines, ...b.lines].filter(({ outcome }) => outcome === "imported")).toHaveLength(5);
    expect(await count()).toBe(before + 5);
  });

  test("one that has grown since is another", async () => {
    const file = short("grows");
    await send([file]);
    const grown = {
      ...file,
      mapping: { ...file.mapping, q2: node("q2", "a", [], { role: "user", content: text("more") }) },
    };
    expect(outcomes((await send([grown])).lines)).toEqual(["imported"]);
  });

  test.each([
    ["an archive", "PK\u0003\u0004", /no JSON/],
    ["nothing", "", /^The file is empty\.$/],
    ["a conversation without a message", [chatGptOf([], { title: "Empty" })], /^It holds no message\.$/],
    ["projects that are none", '{"format":"verbatim-export","projects":[{"name":7}],"conversations":[]}', /./],
    ["a depth of 30,000", `[${"[".repeat(30_000)}${"]".repeat(30_000)}]`, /nested/],
    ["half an object", '[{"mapping":', /breaks off/],
    ["no JSON inside", '[{"mapping":{]}}]', /not valid JSON|breaks off/],
  ])("%s is refused in words", async (_, file, reason) => {
    const before = await count();
    const { lines } = await send(file);
    expect(outcomes(lines)).toEqual(["skipped"]);
    expect(lines[0]?.reason).toMatch(reason);
    expect(await count()).toBe(before);
  });

  test("what the file lacks and is filled in is not counted as a message", async () => {
    const { lines } = await send([
      chatGptOf([node("q", null, [], { role: "user", content: text("Alone?") })], { title: "Half" }),
    ]);
    expect(lines).toMatchObject([{ outcome: "imported", messages: 1 }]);
    expect((await openTree({ userId, conversationId: lines[0]?.id ?? "" })).messages).toHaveLength(2);
  });

  test("numbers without end are not read to the end", async () => {
    const { lines } = await send(JSON.stringify(Array.from({ length: 5000 }, (_, index) => index)));
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)?.reason).toContain("not read");
  });
});
