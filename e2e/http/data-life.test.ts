import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { chatGptOf, node, richChatGpt, text } from "../../lib/import/__fixtures__/chatgpt.ts";
import { listLibreChat } from "../../lib/import/__fixtures__/librechat.ts";
import { richOpenWebUi } from "../../lib/import/__fixtures__/open-webui.ts";
import { withClient } from "../../scripts/lib/database.mjs";
import { rowsContaining } from "../support/database-text.ts";
import { type Product, startProduct } from "../support/product.ts";
import { productClient } from "../support/product-client.ts";

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.remove());

const eventSchema = z.looseObject({ type: z.string(), outcome: z.string().optional(), id: z.string().nullish() });

function post(file: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${product.url}/api/imports`, { method: "POST", body: file, headers });
}
async function sent(file: unknown) {
  const response = await post(typeof file === "string" ? file : JSON.stringify(file));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("application/x-ndjson");
  const lines = (await response.text()).trim().split("\n");
  return lines.map((line) => eventSchema.parse(JSON.parse(line)));
}
const exported = async (query: string) => {
  const response = await fetch(`${product.url}/api/export?${query}`);
  expect(response.status).toBe(200);
  return response;
};
const rows = (sql: string) => withClient(product.databaseUrl(), async (client) => (await client.query(sql)).rows);

/** The file with its ids numbered, and without the moment it was made. */
function comparable(file: string): string[] {
  const lines = file.split("\n").filter((line) => line.startsWith('{"format":"verbatim-conversation"'));
  return lines
    .map((line) => {
      const numbers = new Map<string, string>();
      return line.replace(/,$/, "").replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        if (!numbers.has(id)) numbers.set(id, `#${numbers.size}`);
        return numbers.get(id) ?? id;
      });
    })
    .sort();
}

const short = (words: string) =>
  chatGptOf(
    [
      node("q", null, ["a"], { role: "user", content: text(words) }),
      node("a", "q", [], { content: text(`${words} `.repeat(200)) }),
    ],
    { conversation_id: randomUUID(), title: words },
  );

test("killed in the middle of an import, and the file sent again: everything once", { timeout: 120_000 }, async () => {
  const file = JSON.stringify(Array.from({ length: 400 }, (_, index) => short(`number ${index}`)));
  const response = await post(file);
  const reader = response.body?.getReader();
  await reader?.read();
  await product.kill();
  await reader?.cancel().catch(() => {});
  await product.start();
  const [before] = await rows("select count(*)::int as n from conversation");
  expect(before?.n).toBeGreaterThan(0);
  expect(before?.n).toBeLessThan(400);
  const events = await sent(file);
  expect(events.at(-1)).toMatchObject({ type: "end", imported: 400 - before?.n, present: before?.n, skipped: 0 });
  const [after] = await rows("select count(*)::int as n, count(distinct title)::int as titles from conversation");
  expect(after).toEqual({ n: 400, titles: 400 });
  const [half] = await rows("select count(*)::int as n from message");
  expect(half?.n).toBe(800);
});

test("everything out, deleted, in and out again: the same, and verified by the script", {
  timeout: 120_000,
}, async () => {
  const imported = [...(await sent([richChatGpt(), richOpenWebUi()])), ...(await sent(listLibreChat()))];
  const [trip, comparison, sky] = imported.flatMap(({ type, id }) => (type === "conversation" && id ? [id] : []));
  const client = productClient(product.url);
  const done = async (method: string, path: string, body: object) => {
    const response = await client.request(method, path, body);
    expect(response.status, path).toBeLessThan(300);
    return response;
  };
  const project = {
    name: "Journeys",
    instructions: 'Answer as a guide.\n"conversations":[',
    settings: { temperature: 0.5 },
  };
  const { id: projectId } = z
    .looseObject({ id: z.string() })
    .parse(await (await done("POST", "/projects", project)).json());
  await done("POST", "/projects", { name: "Not begun", instructions: "Later." });
  await done("POST", "/tags", { name: "unused" });
  await done("PATCH", `/conversations/${trip}`, { projectId, pinned: true });
  await done("PATCH", `/conversations/${comparison}`, { archived: true });
  const tree = await client.conversation(sky ?? "", "?tree=1");
  await done("PUT", `/conversations/${sky}/marks/${tree.activeLeafId}`, { name: "The blue one", starred: true });
  const organised = () =>
    rows(`select c.title, c.pinned_at, c.archived_at, p.name as project, b.name as branch, b.starred from conversation c
      left join project p on p.id = c.project_id left join branch_mark b on b.conversation_id = c.id
      where c.pinned_at is not null or c.archived_at is not null or p.id is not null or b.starred order by c.title`);
  const before = await organised();
  expect(before).toHaveLength(3);
  const first = await (await exported("format=json")).text();
  expect(comparable(first)).toHaveLength(403);
  const path = join(product.folder, "everything.json");
  writeFileSync(path, first);
  const check = spawnSync(process.execPath, ["scripts/check-export.mjs", path], { encoding: "utf8" });
  expect(check.stdout).toContain("403 conversations: everything holds.");
  expect(check.status).toBe(0);
  // Unchanged and still here: nothing to do.
  expect((await sent(first)).at(-1)).toMatchObject({ imported: 0, present: 403, skipped: 0 });
  expect((await client.request("DELETE", "/account", { confirm: "yes" })).status).toBe(400);
  expect((await client.request("DELETE", "/account", { confirm: "delete everything" })).status).toBe(204);
  expect(
    (await rows("select (select count(*)::int from conversation) c, (select count(*)::int from message) m"))[0],
  ).toEqual({
    c: 0,
    m: 0,
  });
  expect((await sent(first)).at(-1)).toMatchObject({ imported: 403, present: 0, skipped: 0 });
  const second = await (await exported("format=json")).text();
  expect(comparable(second)).toEqual(comparable(first));
  expect(await organised()).toEqual(before);
  const head = (file: string) => file.slice(file.indexOf('"projects"'), file.indexOf("\n"));
  expect(head(second)).toBe(head(first));
  expect(head(second)).toContain(JSON.stringify({ name: "Not begun", instructions: "Later.", settings: {} }));
  expect(head(second)).toContain('"tags":["');
  expect(await rows("select name from tag where name = 'unused'")).toHaveLength(1);
  // a second time neither projects nor tags are doubled
  await sent(first);
  expect(await rows("select name from project order by name")).toEqual([{ name: "Journeys" }, { name: "Not begun" }]);
});

test("Markdown is an archive, JSON Lines are lines, reasoning is in them where it is wanted", {
  timeout: 120_000,
}, async () => {
  await sent([richChatGpt()]);
  const archive = Buffer.from(await (await exported("format=markdown")).arrayBuffer());
  expect(archive.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
  expect(archive.includes("A trip to Lisbon.md")).toBe(true);
  const withReasoning = await (await exported("format=jsonl&reasoning=1")).text();
  const without = await (await exported("format=jsonl&reasoning=0")).text();
  const lines = withReasoning.trim().split("\n");
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ messages: expect.any(Array) });
  expect(withReasoning).toContain("azulejos");
  expect(without).not.toContain("azulejos");
  expect(without.trim().split("\n")).toHaveLength(lines.length);
});

test("a running answer is stopped before everything is deleted", async () => {
  const client = productClient(product.url);
  const conversationId = await client.newConversation({});
  expect((await client.request("POST", "/projects", { name: "Mine", instructions: "Secret" })).status).toBe(201);
  expect((await client.request("POST", "/tags", { name: "Mine" })).status).toBe(201);
  const response = await client.send(conversationId, client.question("A long answer, please"));
  expect(response.status).toBe(200);
  expect((await client.request("DELETE", "/account", { confirm: "delete everything" })).status).toBe(204);
  await response.text();
  expect(await rows("select id from completion")).toEqual([]);
  expect(await rows("select id from project")).toEqual([]);
  expect(await rows("select id from tag")).toEqual([]);
});

test("with everything else its links are deleted, at once, and no word of what they showed is left", async () => {
  const client = productClient(product.url);
  const canary = `CANARY${randomUUID()}`;
  const conversationId = await client.newConversation({});
  await client.ask(conversationId, `Say ${canary}`);
  const { activeLeafId: leafId } = await client.conversation(conversationId);
  const decided = { title: `Title ${canary}`, frameAncestors: ["https://a.example"], reasoning: true };
  const share = async (more: object) => {
    const made = await client.request("POST", `/conversations/${conversationId}/share`, { ...decided, ...more });
    expect(made.status).toBe(201);
    return z.object({ id: z.string() }).parse(await made.json()).id;
  };
  const [frozen, live] = [await share({}), await share({ mode: "live", leafId })];
  const [locked, revoked] = [await share({ passphrase: "open sesame" }), await share({ words: [canary] })];
  expect((await client.request("DELETE", `/shares/${revoked}`)).status).toBe(204);
  const get = (path: string) => fetch(`${product.url}/share/${path}`);
  const give = (token: string) =>
    fetch(`${product.url}/share/${token}`, {
      method: "POST",
      body: new URLSearchParams({ passphrase: "open sesame" }),
    });
  for (const token of [frozen, live]) expect(await (await get(`${token}.md`)).text()).toContain(canary);
  expect(await (await give(locked)).text()).toContain(canary);
  // Something holds up the deletion of the conversation: the links do not wait for it.
  await withClient(product.databaseUrl(), async (database) => {
    await database.query("begin");
    await database.query("select 1 from conversation where id = $1 for update", [conversationId]);
    const deletion = client.request("DELETE", "/account", { confirm: "delete everything" });
    await expect.poll(async () => (await get(`${frozen}.md`)).status, { timeout: 5000 }).toBe(404);
    await database.query("commit");
    expect((await deletion).status).toBe(204);
  });
  for (const token of [frozen, live, locked, revoked])
    for (const form of ["", ".md", ".json", "/card.png", "/embed"]) {
      const answer = await get(`${token}${form}`);
      expect(answer.status, form).toBe(404);
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(Buffer.from(await answer.arrayBuffer()).includes(canary)).toBe(false);
    }
  expect(await (await give(locked)).text()).not.toContain(canary);
  expect((await client.request("POST", `/shares/${frozen}/copy`, {})).status).toBe(404);
  expect(await (await client.request("GET", "/shares")).json()).toEqual({ shares: [] });
  expect(await rows("select id from share")).toEqual([]);
  expect(await rows("select share_id from share_snapshot")).toEqual([]);
  expect(await rowsContaining(product.databaseUrl(), canary)).toEqual({});
});

test("the name of a file is that of the conversation, whatever stands in it", async () => {
  const client = productClient(product.url);
  const title = 'Ü "quoted"; filename=x.exe\r\nSet-Cookie: a/../b 🌊';
  const [line] = await sent([{ ...short("x"), title }]);
  const response = await client.request("GET", `/conversations/${line?.id}/export?format=markdown&reasoning=none`);
  const disposition = response.headers.get("content-disposition") ?? "";
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(disposition).toMatch(/^attachment; filename="[^"]*\.md"; filename\*=UTF-8''[\w%.~!-]+\.md$/);
  expect(decodeURIComponent(disposition.split("''")[1] ?? "")).toBe(
    "2025-10-09 Ü quoted ; filename=x.exe Set-Cookie a .. b 🌊.md",
  );
});
