import { createHash, randomBytes, randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { rowsContaining } from "../support/database-text.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, fake, requests } = ownFakeProvider();
const { databaseUrl, url: base } = inject("installation");
const linkSchema = z.strictObject({ id: z.string(), url: z.string() });
const viewSchema = z.looseObject({
  id: z.string(),
  conversationId: z.string(),
  views: z.number(),
  version: z.number(),
});

const query = (sql: string, values: unknown[]) =>
  withClient(databaseUrl, async (database) => (await database.query(sql, values)).rows);
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
async function share(conversationId: string, body: object = {}) {
  const response = await client.request("POST", `/conversations/${conversationId}/share`, body);
  expect(response.status).toBe(201);
  return linkSchema.parse(await response.json());
}
async function shared(text: string, body: object = {}) {
  const conversationId = await newConversation();
  await client.ask(conversationId, text);
  return { conversationId, ...(await share(conversationId, body)) };
}
/** Everything readers can ask for. */
const forms = ["", ".md", ".json", "/card.png", "/embed"] as const;
const get = (token: string, form = "", headers: Record<string, string> = {}) =>
  fetch(`${base}/share/${token}${form}`, { headers });
const give = (token: string, passphrase: string, form = "") =>
  fetch(`${base}/share/${token}${form}`, { method: "POST", body: new URLSearchParams({ passphrase }) });
const mine = async (conversationId: string) => {
  const { shares } = await (await client.request("GET", `/shares?conversation=${conversationId}`)).json();
  return z.array(viewSchema).parse(shares);
};

describe("a link", () => {
  test("opens for anybody, without a session read or set, and never out of a cache that was not asked about", async () => {
    const word = randomUUID();
    const { id, url } = await shared(word);
    expect(url).toBe(`${base}/share/${id}`);
    const page = await fetch(url, { headers: { cookie: "better-auth.session_token=x" } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain(word);
    expect(html).toContain("Fake answer");
    const headers = Object.fromEntries(page.headers);
    expect(headers).toMatchObject({
      ...{ "cache-control": "no-cache", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" },
      ...{ "x-robots-tag": "noindex, nofollow, noarchive", "x-frame-options": "DENY" },
    });
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|nonce|https?:/);
    expect(html).not.toMatch(/<script(?! src="\/share-page\/page\.[0-9a-f]+\.js"><\/script>)/);
    expect(html).toContain('<meta name="robots" content="noindex, nofollow, noarchive"/>');
    expect(
      [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
        .map(([, address]) => address)
        .filter((address) => !address?.startsWith("/")),
    ).toEqual([]);
    const again = await get(id, "", { "if-none-match": headers.etag ?? "" });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  test("is packed once, for readers who take it so", async () => {
    const { id } = await shared("packed ".repeat(500));
    const raw = (encoding: string) =>
      request(`${base}/share/${id}`, { headers: { "accept-encoding": encoding } }).then(async ({ headers, body }) => ({
        headers,
        bytes: Buffer.from(await body.arrayBuffer()),
      }));
    const [plain, packed] = [await raw("identity"), await raw("br, gzip")];
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["x-packed"]).toBeUndefined();
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
    expect(String(packed.headers.vary)).toContain("accept-encoding");
  });

  test("has its own Markdown and JSON, and a card without a word of it", async () => {
    const word = randomUUID();
    const { id } = await shared(word);
    const markdown = await get(id, ".md");
    expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(await markdown.text()).toContain(`## Question\n\n${word}`);
    const json = await (await get(id, ".json")).json();
    expect(json).toMatchObject({
      format: "verbatim-share",
      version: 1,
      messages: [{ role: "user" }, { role: "assistant" }],
    });
    const card = await get(id, "/card.png");
    expect(card.headers.get("content-type")).toBe("image/png");
    const generic = Buffer.from(await card.arrayBuffer());
    expect(generic.subarray(1, 4).toString()).toBe("PNG");
    const other = await shared(`Another ${randomUUID()}`);
    expect(Buffer.from(await (await get(other.id, "/card.png")).arrayBuffer()).equals(generic)).toBe(true);
    const titled = await shared(`Titled ${randomUUID()}`, { cardTitle: true });
    expect(Buffer.from(await (await get(titled.id, "/card.png")).arrayBuffer()).equals(generic)).toBe(false);
    const foreign = await shared("日本語 😀", { cardTitle: true });
    expect(Buffer.from(await (await get(foreign.id, "/card.png")).arrayBuffer()).equals(generic)).toBe(true);
  });

  test("is 192 random bits; the database has its hash, and nothing that opens it", async () => {
    const { id } = await shared("entropy");
    expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/);
    const rows = await query("select token_hash, token_sealed from share where token_hash = $1", [hashOf(id)]);
    expect(rows).toHaveLength(1);
    expect(await rowsContaining(databaseUrl, id)).toEqual({});
    // a hundred thousand guesses
    const guesses = Array.from({ length: 100_000 }, () => hashOf(randomBytes(24).toString("base64url")));
    expect(await query("select 1 from share where token_hash = any($1)", [guesses])).toEqual([]);
    const conversationId = await newConversation();
    await client.ask(conversationId, "many");
    const tokens = await Promise.all(Array.from({ length: 40 }, async () => (await share(conversationId)).id));
    expect(new Set(tokens).size).toBe(40);
    const places = Array.from({ length: 32 }, (_, at) => new Set(tokens.map((token) => token[at])).size);
    // no place of it stands still or counts
    expect(Math.min(...places)).toBeGreaterThan(10);
  });

  test("is not indexed unless its owner wants it, and framed by nobody unless he names them", async () => {
    const { id } = await shared("open", { indexable: true, frameAncestors: ["https://example.org"] });
    const page = await get(id);
    expect(page.headers.get("x-robots-tag")).toBeNull();
    expect(await page.text()).not.toContain('name="robots"');
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    const embed = await get(id, "/embed");
    expect(embed.status).toBe(200);
    expect(embed.headers.get("x-frame-options")).toBeNull();
    expect(embed.headers.get("content-security-policy")).toContain("frame-ancestors https://example.org");
    const { id: plain } = await shared("closed");
    expect((await get(plain, "/embed")).status).toBe(410);
    for (const frameAncestors of [
      ["https://example.org/path"],
      ["javascript:alert(1)"],
      ["*"],
      ["https://a.example; script-src *"],
    ])
      expect(
        await refusal(await client.request("POST", `/conversations/${randomUUID()}/share`, { frameAncestors })),
      ).toEqual({
        status: 400,
        code: "invalid_request",
      });
  });
});

describe("what is hidden", () => {
  test("is in no form of a share: kinds, messages, passages, other branches, later turns, and what is nobody's business", async () => {
    const [hidden, black, later, other, project] = Array.from({ length: 5 }, () => `CANARY${randomUUID().slice(0, 8)}`);
    const made = await client.request("POST", "/projects", { name: `P ${project}`, instructions: `Obey ${project}` });
    const { id: projectId } = await made.json();
    const conversationId = await newConversation("default", { projectId });
    await client.ask(conversationId, `Visible, with ${black} in it`);
    const { activeLeafId } = await client.conversation(conversationId);
    await client.ask(conversationId, `Beside ${other}`, { parentId: activeLeafId });
    await client.ask(conversationId, `Hidden ${hidden}`, { parentId: activeLeafId });
    const { messages } = await client.conversation(conversationId);
    const first = messages[0];
    const at = first?.parts[0]?.text.indexOf(black ?? "") ?? -1;
    const rules = [
      { messageId: messages[2]?.id, part: null, action: "hide" },
      { messageId: first?.id, part: 0, action: "blacken", ranges: [[at, at + (black?.length ?? 0)]] },
    ];
    const { id } = await share(conversationId, {
      rules,
      title: "Canaries",
      cardTitle: true,
      frameAncestors: ["https://a.example"],
    });
    await client.ask(conversationId, `Later ${later}`);
    const calls = (await client.exported(conversationId)).messages.flatMap(({ completion }) => completion?.calls ?? []);
    const secrets = [
      hidden,
      black,
      later,
      other,
      project,
      "Fake thought",
      ...calls.map((call) => call.id),
      ...messages.map((message) => message.id),
      conversationId,
    ];
    for (const form of forms) {
      const body = Buffer.from(await (await get(id, form)).arrayBuffer()).toString("latin1");
      for (const secret of secrets) expect(body.includes(String(secret)), `${form}: ${secret}`).toBe(false);
    }
    const html = await (await get(id)).text();
    expect(html).toContain("█████");
    expect(html).toContain("This question is not shared.");
    expect(html).toContain("Shared without its reasoning.");
    const stored = await query(
      "select content from share_snapshot s join share h on h.id = s.share_id where token_hash = $1",
      [hashOf(id)],
    );
    for (const secret of secrets) expect(stored[0]?.content).not.toContain(String(secret));
    // neither is it in a copy
    const copy = await client.request("POST", `/shares/${id}/copy`, {});
    const copied = JSON.stringify(await client.exported((await copy.json()).id));
    for (const secret of [hidden, black, later, other, project, "Fake thought"])
      expect(copied).not.toContain(String(secret));
  });

  test("signatures are in no share, with all its reasoning shown", async () => {
    const conversationId = await newConversation("encrypted");
    await client.ask(conversationId, "think");
    const exported = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
    const sealed = [...exported.matchAll(/"(?:data|signature)":"([^"]{12,})"/g)].map(([, value]) => value ?? "");
    expect(sealed.length).toBeGreaterThan(0);
    const { id } = await share(conversationId, { reasoning: true, tools: true, figures: true });
    for (const form of ["", ".md", ".json"]) {
      const body = await (await get(id, form)).text();
      for (const value of sealed) expect(body).not.toContain(value);
    }
  });

  test("one exchange alone, with reasoning and figures where they are given", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Before it");
    await client.ask(conversationId, "The one");
    const { messages } = await client.conversation(conversationId);
    const { id } = await share(conversationId, { fromId: messages[2]?.id, reasoning: true, figures: true });
    const json = await (await get(id, ".json")).json();
    expect(json.messages).toHaveLength(2);
    expect(json.messages[1].parts[0]).toMatchObject({
      type: "reasoning",
      text: expect.stringContaining("Fake thought"),
    });
    expect(json.messages[1].figures).toMatchObject({ outputTokens: expect.any(Number) });
    expect(JSON.stringify(json)).not.toContain("Before it");
    expect(JSON.stringify(json)).not.toMatch(/cost|0\.0001/);
  });
});

describe("gone", () => {
  const ends: [string, (share: { id: string; conversationId: string }) => Promise<unknown>, number][] = [
    ["revoked", ({ id }) => client.request("DELETE", `/shares/${id}`), 410],
    ["expired", ({ id }) => query("update share set expires_at = now() where token_hash = $1", [hashOf(id)]), 410],
    [
      "its conversation deleted",
      ({ conversationId }) => client.request("DELETE", `/conversations/${conversationId}`),
      404,
    ],
    [
      "its conversation hidden",
      ({ conversationId }) => query("update conversation set deleted_at = now() where id = $1", [conversationId]),
      410,
    ],
    ["never there", ({ id }) => query("delete from share where token_hash = $1", [hashOf(id)]), 404],
  ];
  test.each(ends)("%s: every form refuses at once, also one that was just read", async (_, end, status) => {
    const word = randomUUID();
    const made = await shared(word, { frameAncestors: ["https://a.example"] });
    const tags = new Map<string, string>();
    for (const form of forms) {
      const before = await get(made.id, form);
      expect(before.status).toBe(200);
      tags.set(form, before.headers.get("etag") ?? "");
    }
    await end(made);
    const endedAt = Date.now();
    for (const form of forms) {
      const after = await get(made.id, form, { "if-none-match": tags.get(form) ?? "" });
      // a conversation that is deleted one by one may first be hidden
      expect(status === 404 ? [404, 410] : [410]).toContain(after.status);
      expect(after.headers.get("cache-control")).toBe("private, no-store");
      expect(after.headers.get("x-robots-tag")).toContain("noindex");
      expect(Buffer.from(await after.arrayBuffer()).includes(word)).toBe(false);
    }
    expect(Date.now() - endedAt).toBeLessThan(1000);
    expect((await client.request("POST", `/shares/${made.id}/copy`, {})).status).toBe(404);
    expect((await client.request("DELETE", `/shares/${made.id}`)).status).toBe(
      status === 410 && _ !== "its conversation hidden" ? 204 : 404,
    );
  });

  test("a revoked one has no content left, cannot be published again, and stays in the list", async () => {
    const { id, conversationId } = await shared("revoked for good");
    expect((await client.request("DELETE", `/shares/${id}`)).status).toBe(204);
    expect(
      await query("select 1 from share_snapshot s join share h on h.id = s.share_id where h.token_hash = $1", [
        hashOf(id),
      ]),
    ).toEqual([]);
    expect((await client.request("PUT", `/shares/${id}`, {})).status).toBe(404);
    expect(await mine(conversationId)).toMatchObject([{ id, revokedAt: expect.any(String) }]);
  });

  test("addresses that were never given away: the same answer for all, and after some of them none at all", async () => {
    const tokens = [randomUUID(), "x", "A".repeat(32), "é".repeat(32), "..%2f..%2fetc%2fpasswd", "_".repeat(33)];
    const place = { "x-forwarded-for": `10.0.0.1, 198.51.100.${Math.floor(Math.random() * 250)}` };
    const bodies = await Promise.all(
      tokens.map(async (token) => {
        const response = await get(encodeURIComponent(token), "", place);
        expect(response.status).toBe(404);
        return response.text();
      }),
    );
    expect(new Set(bodies).size).toBe(1);
    const statuses: number[] = [];
    for (let tries = 0; tries < 60; tries += 1)
      statuses.push((await get(randomUUID().replaceAll("-", ""), "", place)).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(60 - 30);
    // who has a link is not kept from it by others of his place
    const { id } = await shared("still there");
    expect((await get(id, "", place)).status).toBe(200);
  });
});

describe("a passphrase", () => {
  const passphrase = "correct horse battery";

  test("is asked for, opens every form, and is kept as a slow hash", async () => {
    const word = randomUUID();
    const { id } = await shared(word, { passphrase });
    for (const form of ["", ".md", ".json"]) {
      const locked = await get(id, form);
      expect(locked.headers.get("cache-control")).toBe("private, no-store");
      expect(await locked.text()).not.toContain(word);
      expect(locked.status).toBe(form === "" ? 200 : 403);
    }
    const opened = await give(id, passphrase);
    expect(opened.status).toBe(200);
    expect(opened.headers.get("cache-control")).toBe("private, no-store");
    expect(opened.headers.get("etag")).toBeNull();
    expect(opened.headers.get("set-cookie")).toBeNull();
    const html = await opened.text();
    expect(html).toContain(word);
    const [, grant] = /\.md(\?grant=[\w-]+)"/.exec(html) ?? [];
    expect(await (await get(id, `.md${grant}`)).text()).toContain(word);
    // it ends when it ends, and with the passphrase: the page hands on the one it was opened with
    expect(await (await get(id, grant)).text()).toContain(`.md${grant}"`);
    const { id: other } = await shared("other", { passphrase });
    expect((await get(other, `.md${grant}`)).status).toBe(403);
    expect(await rowsContaining(databaseUrl, passphrase)).toEqual({});
    expect(await (await client.request("POST", `/shares/${id}/copy`, {})).status).toBe(404);
    expect((await client.request("POST", `/shares/${id}/copy`, { passphrase })).status).toBe(201);
    await client.request("PUT", `/shares/${id}`, { passphrase: "another passphrase" });
    expect((await get(id, `.md${grant}`)).status).toBe(403);
  });

  test("a wrong one, and one for a share that never was: the same words, and as slowly", async () => {
    const { id } = await shared("locked", { passphrase });
    const timed = async (token: string) => {
      const begun = performance.now();
      const response = await give(token, "not the passphrase");
      const text = await response.text();
      return { status: response.status, text: text.replaceAll(token, ""), ms: performance.now() - begun };
    };
    const [wrong, never] = [await timed(id), await timed("B".repeat(32))];
    expect(wrong.status).toBe(404);
    expect(never).toMatchObject({ status: wrong.status, text: wrong.text });
    expect(Math.min(wrong.ms, never.ms)).toBeGreaterThan(20);
  });

  test("only so many tries, whoever makes them, also many at once", async () => {
    const { id } = await shared("guarded", { passphrase });
    const statuses = await Promise.all(Array.from({ length: 25 }, async () => (await give(id, "wrong")).status));
    expect(statuses.filter((status) => status === 404)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
    const { id: other } = await shared("guarded too", { passphrase });
    for (let tries = 0; tries < 10; tries += 1) expect((await give(other, "wrong")).status).toBe(404);
    expect((await give(other, passphrase)).status).toBe(429);
    const limited = await give(id, passphrase);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("is changed, kept and taken off by its owner", async () => {
    const { id } = await shared("changing", { passphrase });
    const put = async (body: object) => expect((await client.request("PUT", `/shares/${id}`, body)).status).toBe(204);
    await put({});
    expect((await give(id, passphrase)).status).toBe(200);
    await put({ passphrase: "another passphrase" });
    expect((await give(id, passphrase)).status).toBe(404);
    expect((await give(id, "another passphrase")).status).toBe(200);
    await put({ passphrase: null });
    expect((await get(id)).headers.get("etag")).not.toBeNull();
    expect(await refusal(await client.request("PUT", `/shares/${id}`, { passphrase: "short" }))).toMatchObject({
      status: 400,
    });
  });
});

describe("frozen and live", () => {
  test("a frozen one stays as it was until it is updated, under the same address", async () => {
    const { id, conversationId } = await shared("First of all");
    await client.ask(conversationId, "Second of all");
    expect(await (await get(id)).text()).not.toContain("Second of all");
    expect((await client.request("PUT", `/shares/${id}`, { title: "Now with two" })).status).toBe(204);
    const html = await (await get(id)).text();
    expect(html).toContain("Second of all");
    expect(html).toContain("Now with two");
    expect(await mine(conversationId)).toMatchObject([{ id, version: 2, title: "Now with two" }]);
  });

  test("a live one follows its branch, finished turns only, and what is deleted goes", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Live one");
    const { id } = await share(conversationId, {
      mode: "live",
      leafId: (await client.conversation(conversationId)).activeLeafId,
    });
    const text = async () => (await get(id, ".md")).text();
    const running = await client.send(conversationId, client.question("[[scenario:paced n=400 rate=50]] Live two"));
    expect(await text()).not.toContain("Live two");
    await client.stop(conversationId);
    await running.text();
    await expect.poll(text).toContain("Live two");
    const { messages } = await client.conversation(conversationId);
    await client.request("DELETE", `/conversations/${conversationId}/messages/${messages[2]?.id}`);
    await expect.poll(text).not.toContain("Live two");
    await client.request("DELETE", `/conversations/${conversationId}/messages/${messages[0]?.id}`);
    await expect.poll(text).not.toContain("Live one");
    expect(await (await get(id)).text()).toContain("What was shared here was deleted by its author.");
  });

  test("published anew while it is read: always the one or the other, never nothing", async () => {
    const { id } = await shared("Again and again");
    let isOver = false;
    const statuses = new Set<number>();
    const read = async () => {
      while (!isOver) statuses.add((await get(id)).status);
    };
    const readers = [read(), read(), read()];
    for (let round = 0; round < 15; round += 1)
      expect((await client.request("PUT", `/shares/${id}`, { title: `Round ${round}` })).status).toBe(204);
    isOver = true;
    await Promise.all(readers);
    expect([...statuses]).toEqual([200]);
    expect(await (await get(id)).text()).toContain("Round 14");
  });

  test("what was blackened while a turn ended stays black", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "The name is Rumpelstiltskin");
    const { activeLeafId: leafId } = await client.conversation(conversationId);
    const { id } = await share(conversationId, { mode: "live", leafId });
    for (let round = 0; round < 6; round += 1) {
      const words = round % 2 === 0 ? ["rumpelstiltskin"] : [];
      const turn = client.ask(conversationId, `Turn ${round}`);
      const change = client.request("PUT", `/shares/${id}`, { mode: "live", leafId, words, title: "Names" });
      await Promise.all([turn, change]);
      await expect.poll(async () => (await get(id, ".md")).text()).toContain(`Turn ${round}`);
      expect(/rumpelstiltskin/i.test(await (await get(id, ".md")).text())).toBe(words.length === 0);
    }
  });

  test("what is found in later turns of a live one is black, and so it stays", async () => {
    const conversationId = await newConversation("no-reasoning");
    await client.ask(conversationId, "Write to bob@example.com");
    const { activeLeafId: leafId, messages } = await client.conversation(conversationId);
    const rules = [{ messageId: messages[0]?.id, part: 0, action: "show", shown: [[9, 24]] }];
    const { id } = await share(conversationId, { mode: "live", leafId, rules });
    const text = async () => (await get(id, ".md")).text();
    expect(await text()).toContain("bob@example.com");
    await client.ask(conversationId, "Later: sk-or-v1-fedcba9876543210fedc and carol@example.com");
    await expect.poll(text).toContain("Later: █████ and █████");
    // also where nobody has decided at all
    const { id: other } = await share(conversationId, { mode: "live", leafId });
    expect(await (await get(other, ".md")).text()).not.toMatch(/example\.com|sk-or/);
  });

  test("the review of a branch whose answer runs ends before it, and so does what is made of it", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Looked through");
    const running = await client.send(
      conversationId,
      client.question("[[scenario:paced n=60 rate=100]] Not looked through"),
    );
    const { messages } = await client.conversation(conversationId);
    const path = `/conversations/${conversationId}/share`;
    const review = await (await client.request("GET", `${path}/review?leafId=${messages.at(-1)?.id}`)).json();
    expect(review.messages).toHaveLength(2);
    await running.text();
    const { id } = await share(conversationId, { leafId: review.leafId });
    expect(await (await get(id, ".md")).text()).not.toContain("Not looked through");
  });

  test("made and revoked while an answer runs: never half of it", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Whole");
    const running = await client.send(conversationId, client.question("[[scenario:paced n=300 rate=150]] Half"));
    for (let round = 0; round < 10; round += 1) {
      const { id } = await share(conversationId);
      expect((await (await get(id, ".json")).json()).messages).toHaveLength(2);
      await client.request("DELETE", `/shares/${id}`);
    }
    await running.text();
  });
});

describe("a copy", () => {
  test("is the reader's own, made once, and its next turn sends words alone", async () => {
    const word = randomUUID();
    const { id, conversationId } = await shared(`Copy ${word}`, { reasoning: true });
    const copy = async () => {
      const response = await client.request("POST", `/shares/${id}/copy`, {});
      expect(response.status).toBe(201);
      return z.object({ id: z.string() }).parse(await response.json()).id;
    };
    const own = await copy();
    expect(own).not.toBe(conversationId);
    expect(await copy()).toBe(own);
    const { messages } = await client.conversation(own);
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(JSON.stringify(messages)).toContain("does not go back to the provider");
    const question = randomUUID();
    const connectionId = await client.connectionId(
      (await (await client.request("GET", "/connections")).json()).connections.find(
        (each: { baseUrl: string }) => each.baseUrl === `${fake().url}/v1`,
      ).name,
    );
    await client.ask(own, question, { connectionId, model: "fake/default" });
    const sent = requests(question)[0]?.bodyText ?? "";
    expect(sent).toContain(word);
    expect(sent).not.toMatch(/reasoning_details|Fake thought|signature/);
    // the owner's reading of it is what was shared, not the conversation
    await client.request("DELETE", `/conversations/${conversationId}`);
    expect((await client.conversation(own)).messages).toHaveLength(4);
  });

  test("not where its owner does not want it", async () => {
    const { id } = await shared("Look only", { continuable: false });
    expect(await (await get(id)).text()).not.toContain("Continue in your own copy");
    expect((await client.request("POST", `/shares/${id}/copy`, {})).status).toBe(404);
  });
});

describe("the owner", () => {
  test("sees every link with its count of readers, which knows nobody", async () => {
    const { id, conversationId } = await shared("counted");
    for (let reader = 0; reader < 7; reader += 1) await (await get(id)).text();
    await (await get(id, ".md")).text();
    await expect.poll(async () => (await mine(conversationId))[0]?.views).toBe(7);
    const all = await (await client.request("GET", "/shares")).json();
    expect(all.shares.some((each: { id: string }) => each.id === id)).toBe(true);
  });

  test("revokes also what can be read no more, since the secret of the server is another", async () => {
    const { id, conversationId } = await shared("sealed");
    await query("update share set token_sealed = 'x' where token_hash = $1", [hashOf(id)]);
    const { shares } = await (await client.request("GET", `/shares?conversation=${conversationId}`)).json();
    expect(shares).toMatchObject([{ id: null, url: null, key: expect.any(String) }]);
    expect((await get(id)).status).toBe(200);
    expect((await client.request("DELETE", `/shares/${shares[0].key}`)).status).toBe(204);
    expect((await get(id)).status).toBe(410);
  });

  test("keeps the end of a link when the rest is decided anew", async () => {
    const { id, conversationId } = await shared("a day", { expiresInDays: 1 });
    const endOf = async () =>
      z.looseObject({ expiresAt: z.string().nullable() }).parse((await mine(conversationId))[0]).expiresAt;
    const before = await endOf();
    await client.request("PUT", `/shares/${id}`, { title: "Corrected" });
    expect(await endOf()).toBe(before);
    await client.request("PUT", `/shares/${id}`, { expiresInDays: null });
    expect(await endOf()).toBeNull();
  });

  test("hides the first question, and with it the title that is made of it", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Telling words of a question");
    const { messages } = await client.conversation(conversationId);
    const { id } = await share(conversationId, { rules: [{ messageId: messages[0]?.id, action: "hide" }] });
    const html = await (await get(id)).text();
    expect(html).not.toContain("Telling");
    expect(html).toContain("Shared conversation");
  });

  test("looks it through first: what may not have been meant is found, in the title too", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "My key is sk-or-v1-0123456789abcdef0123 and that is that");
    const review = await (await client.request("GET", `/conversations/${conversationId}/share/review`)).json();
    expect(review.titleFinds).toMatchObject([{ kind: "key" }]);
    expect(review.messages[0].parts[0].finds).toMatchObject([{ kind: "key", start: 10 }]);
    const preview = await client.request("POST", `/conversations/${conversationId}/share/preview`, {
      title: "As it will be",
    });
    const { html } = await preview.json();
    expect(html).toContain("As it will be");
    expect(html).not.toContain("<script");
    expect(await mine(conversationId)).toEqual([]);
  });

  test("cannot share what is not there, what is temporary, or what has no answer yet", async () => {
    const asked = async (conversationId: string, body: object = {}) =>
      refusal(await client.request("POST", `/conversations/${conversationId}/share`, body));
    const missing = { status: 404, code: "not_found" };
    const invalid = { status: 400, code: "invalid_request" };
    expect(await asked(randomUUID())).toEqual(missing);
    const empty = await newConversation();
    expect(await asked(empty)).toEqual(invalid);
    const temporary = await newConversation("default", { temporary: true });
    await client.ask(temporary, "hush");
    expect(await asked(temporary)).toEqual(invalid);
    const { conversationId } = await shared("here");
    const elsewhere = (await client.conversation((await shared("there")).conversationId)).activeLeafId;
    for (const body of [{ leafId: elsewhere }, { leafId: randomUUID() }, { fromId: elsewhere }])
      expect(await asked(conversationId, body)).toEqual(missing);
    for (const body of [
      { expiresInDays: 0 },
      { mode: "thawed" },
      { passphrase: "short" },
      { rules: [{ messageId: randomUUID(), action: "hide", ranges: [[0, 1]] }] },
      { rules: [{ messageId: randomUUID(), part: 0, action: "blacken" }] },
      { rules: [{ messageId: randomUUID(), part: 0, action: "blacken", ranges: [[3, 1]] }] },
      { rules: ["show", "hide"].map((action) => ({ messageId: elsewhere, part: 0, action })) },
      { mode: "live", fromId: randomUUID() },
      { frameAncestors: ["https://a;report-uri"] },
      { frameAncestors: ["https://*"] },
      { userId: "x" },
    ])
      expect(await asked(conversationId, body)).toEqual(invalid);
    for (const [method, path] of [
      ["PUT", ""],
      ["DELETE", ""],
      ["POST", "/copy"],
    ] as const)
      expect(await refusal(await client.request(method, `/shares/${"C".repeat(32)}${path}`, {}))).toEqual(missing);
    expect(await refusal(await client.request("DELETE", "/shares/short"))).toEqual(missing);
  });
});
