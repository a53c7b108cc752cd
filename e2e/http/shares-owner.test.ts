import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { refusal } from "./refusal.ts";
import { hashOf, sharing } from "./sharing.ts";

const { client, get, mine, newConversation, query, share, shared } = sharing();

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

  test("is given no other link than the one that was sealed for it", async () => {
    const [first, second] = [await shared("one"), await shared("two")];
    const sealedOf = async (token: string) =>
      (await query("select token_sealed from share where token_hash = $1", [hashOf(token)]))[0]?.token_sealed;
    const [one, two] = [await sealedOf(first.id), await sealedOf(second.id)];
    expect(one).not.toContain(first.id);
    await query("update share set token_sealed = $2 where token_hash = $1", [hashOf(first.id), two]);
    await query("update share set token_sealed = $2 where token_hash = $1", [hashOf(second.id), one]);
    for (const { conversationId } of [first, second]) {
      const { shares } = await (await client.request("GET", `/shares?conversation=${conversationId}`)).json();
      expect(shares).toMatchObject([{ id: null, url: null }]);
    }
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
