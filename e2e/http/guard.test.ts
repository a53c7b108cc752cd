import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { describe, expect, inject, test } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { errorBodySchema, productClient } from "../support/product-client.ts";
import { canaryKeys } from "./installation.ts";

const { url, databaseUrl, logFile } = inject("installation");
const client = productClient(url);
const { port } = new URL(url);

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** fetch() refuses to lie about Host and Origin; node:http does not. */
function lie(method: string, path: string, headers: Record<string, string>, body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

const json = { "content-type": "application/json" };
const strangers = [
  "evil.example",
  `evil.example:${port}`,
  `localhost.evil.example:${port}`,
  `127.0.0.1.nip.io:${port}`,
  "0.0.0.0",
  "192.168.0.1",
  "localhost@evil.example",
  `[::2]:${port}`,
];

describe("Host", () => {
  test.each(strangers)("%s is not us", async (host) => {
    for (const path of ["/", "/api/conversations", "/api/models", "/settings/connections", "/api/health/live"]) {
      const answer = await lie("GET", path, { host });
      expect(answer.status, path).toBe(421);
      expect(answer.body).not.toContain("conversations");
    }
    expect((await lie("POST", "/api/conversations", { host, ...json }, "{}")).status).toBe(421);
  });

  test.each([`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`])("%s is", async (host) => {
    expect((await lie("GET", "/api/conversations", { host })).status).toBe(200);
  });

  test("a forwarded host changes nothing", async () => {
    const forwarded = { host: "evil.example", "x-forwarded-host": `localhost:${port}`, forwarded: "host=localhost" };
    expect((await lie("GET", "/api/conversations", forwarded)).status).toBe(421);
  });
});

describe("Origin", () => {
  const host = `localhost:${port}`;
  const foreign = [
    "https://evil.example",
    "null",
    "",
    "http://localhost:1",
    `https://localhost:${port}`,
    `http://localhost.evil.example:${port}`,
    "file://",
    "chrome-extension://abc",
  ];
  test.each(foreign)("%j may neither read nor write", async (origin) => {
    for (const [method, path] of [
      ["GET", "/api/conversations"],
      ["POST", "/api/conversations"],
      ["DELETE", "/api/conversations/00000000-0000-4000-8000-000000000000"],
    ] as const) {
      const answer = await lie(method, path, { host, origin, ...json }, method === "POST" ? "{}" : "");
      expect(answer.status, `${method} ${path}`).toBe(403);
      expect(errorBodySchema.parse(JSON.parse(answer.body)).error.code).toBe("forbidden_origin");
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("our own may, and a browser that says cross-site may not", async () => {
    const own = { host, origin: `http://${host}`, ...json };
    expect((await lie("POST", "/api/conversations", own, "{}")).status).toBe(201);
    const cross = { host, "sec-fetch-site": "cross-site", ...json };
    expect((await lie("POST", "/api/conversations", cross, "{}")).status).toBe(403);
    expect(
      (await lie("OPTIONS", "/api/conversations", { host, origin: "https://evil.example" })).headers,
    ).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("headers", () => {
  test.each(["/", "/settings/connections", "/c/00000000-0000-4000-8000-000000000000"])(
    "of the page %s",
    async (path) => {
      const first = await fetch(`${url}${path}`);
      const policy = first.headers.get("content-security-policy") ?? "";
      const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1];
      expect(nonce).toBeDefined();
      for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(policy).toContain(rule);
      expect(policy).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|https:|\*)/);
      expect(policy).not.toContain("connect-src *");
      expect(Object.fromEntries(first.headers)).toMatchObject({
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
      const html = await first.text();
      const scripts = html.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      const second = await fetch(`${url}${path}`);
      expect(second.headers.get("content-security-policy")).not.toBe(policy);
    },
  );

  test("of answers: never cached, never sniffed", async () => {
    for (const path of ["/conversations", "/models", "/connections", "/nothing/here"]) {
      const { headers } = await client.request("GET", path);
      expect(headers.get("cache-control"), path).toContain("no-store");
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    }
  });

  test("an address that does not exist answers like every other error", async () => {
    const response = await client.request("GET", "/nothing/here");
    expect(response.status).toBe(404);
    expect(errorBodySchema.parse(await response.json()).error.code).toBe("not_found");
  });
});

const canaries: string[] = Object.values(canaryKeys);
const holdsKey = (text: string) => canaries.filter((key) => text.includes(key));

test("keys go to the provider and nowhere else, also when the provider says them back", async () => {
  const { url: fakeUrl } = { url: inject("installation").fakeUrl };
  const texts: string[] = [];
  for (const name of ["OpenRouter", new URL(fakeUrl).host]) {
    const connectionId = await client.connectionId(name);
    for (const scenario of ["key-in-error", "http-401", "default"]) {
      const conversationId = await client.newConversation({ connectionId, model: `fake/${scenario}` });
      texts.push(await (await client.send(conversationId, client.question("Hello"))).text());
      for (const path of ["", "/export?format=json", "/export?format=markdown"])
        texts.push(await (await client.request("GET", `/conversations/${conversationId}${path}`)).text());
      texts.push(await (await fetch(`${url}/c/${conversationId}`)).text());
    }
  }
  for (const key of canaries) {
    const conversationId = await client.newConversation({
      connectionId: await client.connectionId("OpenRouter"),
      model: `fake/status`,
    });
    const echo = `[[scenario:status code=401 message="wrong key ${key} here"]]`;
    const answer = await (await client.send(conversationId, client.question(echo))).text();
    // The person typed this one: only the provider's sentence counts.
    texts.push(answer.replaceAll(echo, ""));
  }
  texts.push(await (await client.request("GET", "/connections")).text());
  texts.push(await (await client.request("GET", "/models")).text());
  texts.push(await (await fetch(`${url}/settings/connections`)).text());
  const refused = { name: "x", baseUrl: "nonsense", apiKey: canaryKeys.stored };
  texts.push(await (await client.request("POST", "/connections", refused)).text());
  texts.push(
    await (await client.request("POST", "/connections/test", { ...refused, baseUrl: `${fakeUrl}/v1` })).text(),
  );
  expect(texts.flatMap(holdsKey)).toEqual([]);
  expect(texts.join("")).not.toContain("sk-fake-0123456789abcdef");

  const received: unknown = await (await fetch(`${fakeUrl}/__control/requests`)).json();
  expect(JSON.stringify(received)).toContain(`Bearer ${canaryKeys.openrouter}`);
});

test("keys are in no log line and in no row as they are; neither are words people and models wrote", async () => {
  const secret = `Words-nobody-logs-${Date.now()}`;
  const connectionId = await client.newConnection(
    "With key",
    `${inject("installation").fakeUrl}/v1`,
    canaryKeys.stored,
  );
  for (const scenario of ["default", "http-500", "error-in-stream"]) {
    const conversationId = await client.newConversation({ connectionId, model: `fake/${scenario}` });
    await client.ask(conversationId, secret);
  }
  await client.request("DELETE", `/connections/${connectionId}`);
  const logged = readFileSync(logFile, "utf8");
  expect(holdsKey(logged)).toEqual([]);
  expect(logged).not.toContain(secret);
  expect(logged).not.toContain("Fake thought");
  expect(logged).not.toContain("Fake answer");
  await withClient(databaseUrl, async (database) => {
    const tables = await database.query("select tablename from pg_tables where schemaname = 'public'");
    for (const { tablename } of tables.rows) {
      const { rows } = await database.query(`select t::text as row from ${database.escapeIdentifier(tablename)} t`);
      // Questions that quoted a key on purpose are the person's own words.
      const own = rows.map(({ row }) => String(row)).filter((row) => !row.includes("[[scenario:status code=401"));
      expect([tablename, ...own.flatMap(holdsKey)]).toEqual([tablename]);
    }
  });
});
