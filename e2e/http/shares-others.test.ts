import { randomUUID } from "node:crypto";
import { request } from "undici";
import { expect, test } from "vitest";
import { insertForeignConversation, insertStranger } from "./foreign.ts";
import { refusal } from "./refusal.ts";
import { forms, hashOf, sharing } from "./sharing.ts";

const { base, client, databaseUrl, get, mine, query, shared } = sharing();
const { port } = new URL(base);

test("under another name than ours no form of a share is there", async () => {
  const word = randomUUID();
  const { id } = await shared(word, { frameAncestors: ["https://a.example"] });
  const strangers = ["evil.example", `evil.example:${port}`, `127.0.0.1.nip.io:${port}`, "0.0.0.0", "a@localhost"];
  const ask = async (path: string, headers: Record<string, string>, method: "GET" | "POST" = "GET") => {
    const body = method === "POST" ? "passphrase=something" : null;
    const form = method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const answer = await request(`${base}${path}`, { method, body, headers: { ...form, ...headers } });
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  for (const host of strangers) {
    const forwarded = { host, "x-forwarded-host": `localhost:${port}`, forwarded: `host=localhost:${port}` };
    for (const path of [...forms.map((form) => `/share/${id}${form}`), `/continue/${id}`, "/share/nothing"])
      for (const headers of [{ host }, forwarded]) {
        const { status, text } = await ask(path, headers);
        expect(status, `${host} ${path}`).toBe(421);
        expect(text).not.toContain(word);
      }
    expect((await ask(`/share/${id}`, { host }, "POST")).status).toBe(421);
    expect((await ask(`/api/shares/${id}/copy`, { host, "content-type": "application/json" }, "POST")).status).toBe(
      421,
    );
  }
  // what a proxy is said to have been asked for makes no address
  const own = await ask(`/share/${id}`, { host: `localhost:${port}`, "x-forwarded-host": "evil.example" });
  expect(own.status).toBe(200);
  expect(own.text).toContain(`content="http://localhost:${port}/share/${id}"`);
  expect(own.text).not.toContain("evil.example");
});

test("other sites read no form of a share, with cookies or without, and are not told that they might", async () => {
  const { id } = await shared("not for scripts", { frameAncestors: ["https://evil.example"] });
  for (const form of forms)
    for (const method of ["GET", "OPTIONS"] as const) {
      const origin = { origin: "https://evil.example", "access-control-request-method": "GET" };
      const { headers, body } = await request(`${base}/share/${id}${form}`, { method, headers: origin });
      await body.dump();
      expect(
        Object.keys(headers).filter((name) => name.startsWith("access-control-")),
        form,
      ).toEqual([]);
    }
});

test("a link is the right to read, and to nothing else: no other method, and no word of its owner's", async () => {
  const { id } = await shared("Read only");
  for (const form of forms)
    for (const method of ["PUT", "PATCH", "DELETE"])
      expect((await fetch(`${base}/share/${id}${form}`, { method, body: "{}" })).status, `${method} ${form}`).toBe(405);
  for (const form of ["/card.png", "/embed"])
    expect((await fetch(`${base}/share/${id}${form}`, { method: "POST" })).status).toBe(405);
  expect((await get(id)).status).toBe(200);
});

test("of somebody else it can be read and copied; neither changed, revoked nor listed; with its owner it is gone", async () => {
  const word = randomUUID();
  const { id, conversationId } = await shared(word, { frameAncestors: ["https://a.example"] });
  const stranger = await insertStranger(databaseUrl);
  await query("update conversation set owner_id = $2 where id = $1", [conversationId, stranger]);
  const [row] = await query("update share set owner_id = $2 where token_hash = $1 returning id, title, version", [
    hashOf(id),
    stranger,
  ]);
  for (const which of [id, row?.id]) {
    expect(await refusal(await client.request("PUT", `/shares/${which}`, {}))).toMatchObject({ status: 404 });
    expect(await refusal(await client.request("DELETE", `/shares/${which}`))).toMatchObject({ status: 404 });
  }
  for (const [method, path] of [
    ["POST", "share"],
    ["GET", "share/review"],
    ["POST", "share/preview"],
  ] as const)
    expect(
      await refusal(
        await client.request(method, `/conversations/${conversationId}/${path}`, method === "GET" ? undefined : {}),
      ),
    ).toMatchObject({ status: 404 });
  expect(await mine(conversationId)).toEqual([]);
  expect(await (await client.request("GET", "/shares")).text()).not.toContain(id);
  expect(await query("select id, title, version from share where id = $1", [row?.id])).toEqual([row]);
  expect(await (await get(id)).text()).toContain(word);
  const copy = await client.request("POST", `/shares/${id}/copy`, {});
  expect(copy.status).toBe(201);

  await query('delete from "user" where id = $1', [stranger]);
  for (const form of forms) {
    const answer = await get(id, form);
    expect(answer.status).toBe(404);
    expect(Buffer.from(await answer.arrayBuffer()).includes(word)).toBe(false);
  }
  expect(await query("select 1 from share_snapshot where content like $1", [`%${word}%`])).toEqual([]);
  // the copy is the reader's own
  expect(JSON.stringify(await client.conversation((await copy.json()).id))).toContain(word);
});

test("messages of somebody else are no end, no beginning and no part of a share", async () => {
  const { id, conversationId } = await shared("Mine alone");
  const foreign = await insertForeignConversation(databaseUrl);
  const path = `/conversations/${conversationId}/share`;
  for (const place of [{ leafId: foreign.answerId }, { fromId: foreign.questionId }]) {
    for (const [method, target] of [
      ["POST", path],
      ["POST", `${path}/preview`],
      ["PUT", `/shares/${id}`],
    ] as const)
      expect(await refusal(await client.request(method, target, place))).toEqual({ status: 404, code: "not_found" });
    const query = new URLSearchParams(Object.entries(place));
    expect(await refusal(await client.request("GET", `${path}/review?${query}`))).toMatchObject({ status: 404 });
  }
  const rules = [{ messageId: foreign.answerId, part: 0, action: "show" }];
  expect((await client.request("PUT", `/shares/${id}`, { rules })).status).toBe(204);
  for (const form of forms) expect(await (await get(id, form)).text()).not.toContain("A secret of somebody else");
});
