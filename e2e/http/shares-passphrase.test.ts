import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { rowsContaining } from "../support/database-text.ts";
import { refusal } from "./refusal.ts";
import { sharing } from "./sharing.ts";

const { client, databaseUrl, get, give, shared } = sharing();

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
    const led = await give(id, passphrase, "", "manual");
    expect(led.status).toBe(303);
    expect(led.headers.get("location")).toMatch(new RegExp(`^/share/${id}\\?grant=[\\w-]+$`));
    expect(led.headers.get("cache-control")).toBe("private, no-store");
    expect(led.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await led.text()).toBe("");
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
    expect(await (await get(id, `${grant?.slice(0, -2)}`)).text()).not.toContain(word);
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
