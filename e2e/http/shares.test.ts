import { randomBytes, randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { request } from "undici";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { rowsContaining } from "../support/database-text.ts";
import { refusal } from "./refusal.ts";
import { forms, hashOf, sharing } from "./sharing.ts";

const { base, client, databaseUrl, fake, get, newConversation, query, requests, share, shared } = sharing();

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

  test("is hidden from search engines in every form and with every refusal, and says of itself nothing but that it is one", async () => {
    const passphrase = "correct horse battery";
    const made = { title: "Telling title", cardTitle: true, frameAncestors: ["https://example.org"] };
    const { id } = await shared("open", made);
    const { id: locked } = await shared("locked", { ...made, passphrase });
    const { id: revoked } = await shared("revoked", made);
    await client.request("DELETE", `/shares/${revoked}`);
    for (const token of [id, locked, revoked, "A".repeat(32)])
      for (const form of forms)
        expect((await get(token, form)).headers.get("x-robots-tag"), `${token}${form}`).toBe(
          "noindex, nofollow, noarchive",
        );
    const html = await (await get(id)).text();
    expect(html).toContain('<meta property="og:title" content="A shared conversation"/>');
    expect([...html.matchAll(/<meta [^>]*>/g)].join("")).not.toContain("Telling");
    const files = [...html.matchAll(/"(\/share-page\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const path of [...files, `/continue/${id}`, "/settings/shares"])
      expect((await fetch(`${base}${path}`)).headers.get("x-robots-tag"), path).toContain("noindex");
    for (const path of ["/sitemap.xml", "/robots.txt"])
      expect(await (await fetch(`${base}${path}`)).text()).not.toContain(id);
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

describe("a copy", () => {
  test("is the reader's own, made once, and its next turn sends words alone", async () => {
    const word = randomUUID();
    const conversationId = await newConversation("default", { settings: { temperature: 0.5, tools: ["calculator"] } });
    await client.ask(conversationId, `Copy ${word}`);
    const { id } = await share(conversationId, { reasoning: true });
    const copy = async () => {
      const response = await client.request("POST", `/shares/${id}/copy`, {});
      expect(response.status).toBe(201);
      return z.object({ id: z.string() }).parse(await response.json()).id;
    };
    const own = await copy();
    expect(own).not.toBe(conversationId);
    expect(await copy()).toBe(own);
    expect((await client.exported(conversationId)).settings).toMatchObject({ tools: ["calculator"] });
    expect((await client.exported(own)).settings).toEqual({});
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
