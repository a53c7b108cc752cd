import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ownFakeProvider } from "./own-fake.ts";
import { expectUntouched, refusal } from "./refusal.ts";

const { client, newConversation } = ownFakeProvider();

const message = (more: object = {}) => ({ id: randomUUID(), text: "Hello", ...more });

describe("wrong values in every field", () => {
  const wrong: unknown[] = [null, 7, true, [], {}, [null], "\u0000", "x".repeat(10_000)];
  const fields: [string, (value: unknown) => object, unknown[]][] = [
    ["message", (value) => ({ message: value }), wrong],
    [
      "message.id",
      (value) => ({ message: message({ id: value }) }),
      [...wrong, "", "1", "not-a-uuid", `${randomUUID()} `],
    ],
    ["message.text", (value) => ({ message: message({ text: value }) }), [null, 7, true, [], {}]],
    ["message.files", (value) => ({ message: message({ files: value }) }), [null, 7, "x", {}, ["x"]]],
    ["parentId", (value) => ({ message: message(), parentId: value }), [7, true, [], {}, "", "x"]],
    ["connectionId", (value) => ({ message: message(), connectionId: value }), [null, 7, [], {}, "", "x"]],
    [
      "model",
      (value) => ({ message: message(), model: value }),
      [null, 7, [], {}, "", "x".repeat(257), "a\u0000", "\ud800"],
    ],
    [
      "settings",
      (value) => ({ message: message(), settings: value }),
      [
        null,
        7,
        [],
        "x",
        { stop: "\u0000" },
        { user: "\udc00" },
        { temperature: "hot" },
        { temperature: 9 },
        { seed: 1.5 },
        { max_tokens: -1 },
        { reasoning: "high" },
        { reasoning: { effort: "extreme" } },
        { reasoning: { unknown: 1 } },
        { provider: { order: [7] } },
        { web_search_options: { "\u0000": 1 } },
      ],
    ],
    ["regenerate", (value) => ({ regenerate: value }), wrong],
    ["regenerate.of", (value) => ({ regenerate: { id: randomUUID(), of: value } }), wrong],
    ["both", (value) => ({ message: message(), regenerate: value }), [{ id: randomUUID(), of: randomUUID() }]],
  ];
  test.each(fields)("%s", async (_, body, values) => {
    const conversationId = await newConversation();
    for (const value of values)
      expect(
        await refusal(await client.send(conversationId, body(value))),
        JSON.stringify(value)?.slice(0, 80),
      ).toEqual({
        status: 400,
        code: "invalid_request",
      });
    await expectUntouched(client, conversationId);
  });

  const others: [string, string, string, unknown[]][] = [
    [
      "a new conversation",
      "POST",
      "/conversations",
      [
        { model: 7 },
        { model: "" },
        { model: "\u0000" },
        { settings: 1 },
        { settings: { stop: ["\u0000"] } },
        { connectionId: "x" },
        { title: "x" },
        { id: randomUUID() },
      ],
    ],
    [
      "a change",
      "PATCH",
      "/conversations/:id",
      [
        { title: "" },
        { title: 7 },
        { title: " \n " },
        { title: "a\u0000b" },
        { title: "\ud800x" },
        { title: "x".repeat(201) },
        { model: "\u0000" },
        { settings: { user: "\u0000" } },
        { ownerId: "x" },
        { activeLeafId: randomUUID() },
      ],
    ],
    [
      "a branch",
      "PUT",
      "/conversations/:id/branch",
      [{}, { leafId: null }, { leafId: "x" }, { leafId: 7 }, { leafId: randomUUID(), more: 1 }],
    ],
    [
      "a connection",
      "POST",
      "/connections",
      [
        {},
        { name: "x" },
        { name: "\u0000", baseUrl: "http://127.0.0.1:9" },
        { name: "x", baseUrl: 7 },
        { name: "x", baseUrl: "http://127.0.0.1:9", apiKey: "k\u0000" },
        { name: "x", baseUrl: "http://127.0.0.1:9", profile: "x" },
      ],
    ],
  ];
  test.each(others)("%s", async (_, method, path, bodies) => {
    const conversationId = await newConversation();
    for (const body of bodies)
      expect(
        await refusal(await client.request(method, path.replace(":id", conversationId), body)),
        JSON.stringify(body),
      ).toEqual({
        status: 400,
        code: "invalid_request",
      });
    await expectUntouched(client, conversationId);
  });

  test.each([
    "/conversations?limit=0",
    "/conversations?limit=x",
    "/conversations?limit=101",
    "/conversations?cursor=%00",
    "/conversations?cursor=x",
    `/conversations?cursor=${Buffer.from('["2020-01-01","x"]').toString("base64url")}`,
    "/conversations/:id?tree=yes",
    "/conversations/:id/export?format=pdf",
    "/conversations/:id/replay",
    "/conversations/:id/replay?message=x",
    "/conversations/:id/completion?message=x",
  ])("GET %s", async (path) => {
    const conversationId = await newConversation();
    expect(await refusal(await client.request("GET", path.replace(":id", conversationId)))).toEqual({
      status: 400,
      code: "invalid_request",
    });
  });
});
