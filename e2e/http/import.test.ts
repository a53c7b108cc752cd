import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { refusal } from "./refusal.ts";

const { url, databaseUrl } = inject("installation");
const address = `${url}/api/conversations/import`;

const post = (body: BodyInit, headers: Record<string, string> = { "content-type": "application/json" }) =>
  fetch(address, { method: "POST", body, headers });
const conversations = () =>
  withClient(databaseUrl, async (client) => (await client.query("select count(*)::int as n from conversation")).rows);

/** An export without messages, with room for what a test adds. */
const empty = (more: object = {}) => ({
  ...{ format: "verbatim-conversation", version: 2, id: randomUUID(), title: "Taken in", titleSource: "person" },
  ...{ activeLeafId: null, connectionId: null, model: null, settings: {}, messages: [] },
  ...{ createdAt: "2026-03-01T10:00:00.000Z", lastActivityAt: "2026-03-01T10:00:00.000Z" },
  ...more,
});
const nested = (depth: number) => `{"format":${"[".repeat(depth)}${"]".repeat(depth)}}`;

test("a file is taken: 201, and the conversation is there under an id of its own", async () => {
  const file = empty();
  const response = await post(JSON.stringify(file));
  expect(response.status).toBe(201);
  const { id } = z.strictObject({ id: z.uuid() }).parse(await response.json());
  expect(id).not.toBe(file.id);
  const taken: unknown = await (await fetch(`${url}/api/conversations/${id}`)).json();
  expect(taken).toMatchObject({ id, title: "Taken in", messages: [] });
});

test("more than other bodies may hold is read here", async () => {
  const response = await post(`${" ".repeat(5_000_000)}${JSON.stringify(empty())}`);
  expect(response.status).toBe(201);
});

describe("refused, and nothing stored", () => {
  const bodies: [string, () => BodyInit, number, string][] = [
    ["nothing", () => "", 400, "invalid_request"],
    ["no JSON", () => "{", 400, "invalid_json"],
    ["a list", () => "[]", 400, "invalid_request"],
    ["another document", () => JSON.stringify({ messages: [] }), 400, "invalid_request"],
    ["another version", () => JSON.stringify(empty({ version: 1 })), 400, "invalid_request"],
    [
      "a number spelled otherwise",
      () => JSON.stringify(empty()).replace('"version":2', '"version":2.0'),
      400,
      "invalid_request",
    ],
    ["a leaf that is not there", () => JSON.stringify(empty({ activeLeafId: randomUUID() })), 400, "invalid_request"],
    ["a field of another table", () => JSON.stringify(empty({ ownerId: "somebody" })), 400, "invalid_request"],
    ["a thousand levels", () => nested(1000), 400, "invalid_json"],
    ["a million levels", () => nested(1_000_000), 400, "invalid_json"],
    ["65 MB", () => Buffer.alloc(65_000_000, " "), 413, "body_too_large"],
  ];
  test.each(bodies)("%s", async (_, body, status, code) => {
    const before = await conversations();
    expect(await refusal(await post(body()))).toEqual({ status, code });
    expect(await conversations()).toEqual(before);
  });

  test("another website, and another type", async () => {
    const body = JSON.stringify(empty());
    const before = await conversations();
    const foreign = { "content-type": "application/json", origin: "https://elsewhere.example" };
    expect(await refusal(await post(body, foreign))).toEqual({ status: 403, code: "forbidden_origin" });
    expect(await refusal(await post(body, { "content-type": "text/plain" }))).toEqual({
      status: 415,
      code: "unsupported_media_type",
    });
    expect(await conversations()).toEqual(before);
  });
});
