import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { forms, hashOf, sharing } from "./sharing.ts";

const { client, get, mine, query, shared } = sharing();

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
