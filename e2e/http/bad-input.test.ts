import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, inject, test } from "vitest";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { errorBodySchema, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { url, databaseUrl } = inject("installation");
const { client, newConversation, requests } = ownFakeProvider();

afterAll(async () => expect(await countOddRows(databaseUrl)).toEqual(noOddRows));

async function refusal(response: Response) {
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error } = errorBodySchema.parse(JSON.parse(text));
  expect(error.requestId).toBe(response.headers.get("x-request-id"));
  return { status: response.status, code: error.code };
}

/** After whatever was refused: nothing was stored, and the next message works. */
async function expectUntouched(conversationId: string): Promise<void> {
  expect((await client.conversation(conversationId)).messages).toEqual([]);
  expect((await client.ask(conversationId, "Next")).error).toBeNull();
}

const raw = (conversationId: string, body: BodyInit, type = "application/json") =>
  fetch(`${url}/api/conversations/${conversationId}/messages`, {
    method: "POST",
    body,
    headers: type === "" ? {} : { "content-type": type },
  });

const message = (more: object = {}) => ({ id: randomUUID(), text: "Hello", ...more });
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("bodies", () => {
  const bodies: [string, () => BodyInit, number, string][] = [
    ["nothing", () => "", 400, "invalid_request"],
    ["no JSON", () => "{", 400, "invalid_json"],
    ["two documents", () => "{}{}", 400, "invalid_json"],
    ["NaN", () => '{"message":NaN}', 400, "invalid_json"],
    ["null", () => "null", 400, "invalid_request"],
    ["a list", () => "[]", 400, "invalid_request"],
    ["a text", () => '"text"', 400, "invalid_request"],
    ["a number", () => "1e999", 400, "invalid_request"],
    ["invalid UTF-8", () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, "invalid_json"],
    ["a cut character", () => Buffer.from('{"message":{"text":"é"}}').subarray(0, 21), 400, "invalid_json"],
    ["65 levels", () => `{"message":${nested(64)}}`, 400, "invalid_json"],
    ["a million levels", () => nested(1_000_000), 400, "invalid_json"],
    ["a million open levels", () => "[".repeat(1_000_000), 400, "invalid_json"],
    [
      "2 MB of text",
      () => JSON.stringify({ message: message({ text: "x".repeat(2_000_000) }) }),
      413,
      "body_too_large",
    ],
    [
      "1 MB in two-byte characters",
      () => JSON.stringify({ message: message({ text: "é".repeat(500_001) }) }),
      413,
      "body_too_large",
    ],
    ["5 MB", () => JSON.stringify({ message: message({ text: "x".repeat(5_000_000) }) }), 413, "body_too_large"],
  ];
  test.each(bodies)("%s", async (_, body, status, code) => {
    const conversationId = await newConversation();
    expect(await refusal(await raw(conversationId, body()))).toEqual({ status, code });
    await expectUntouched(conversationId);
  });

  test("5 MB in pieces, without a declared length", async () => {
    const conversationId = await newConversation();
    const piece = new TextEncoder().encode("x".repeat(500_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 10) controller.enqueue(piece);
        else controller.close();
      },
    });
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "application/json" },
    };
    // The server may answer and close before all is sent.
    const answer = await fetch(`${url}/api/conversations/${conversationId}/messages`, init).then(refusal, () => null);
    expect(answer ?? { status: 413, code: "body_too_large" }).toEqual({ status: 413, code: "body_too_large" });
    await expectUntouched(conversationId);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "content type %j",
    async (type) => {
      const conversationId = await newConversation();
      const body = new Blob([JSON.stringify({ message: message() })]);
      expect(await refusal(await raw(conversationId, body, type))).toEqual({
        status: 415,
        code: "unsupported_media_type",
      });
      await expectUntouched(conversationId);
    },
  );
});

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
    await expectUntouched(conversationId);
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
    await expectUntouched(conversationId);
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
    "/conversations/:id/completion?message=x",
  ])("GET %s", async (path) => {
    const conversationId = await newConversation();
    expect(await refusal(await client.request("GET", path.replace(":id", conversationId)))).toEqual({
      status: 400,
      code: "invalid_request",
    });
  });
});

describe("texts", () => {
  test.each(["", " ", "\n\t \r\n", "\u0000", " \u0000 \u0000"])("%j is empty", async (text) => {
    const conversationId = await newConversation();
    const refused = await refusal(await client.send(conversationId, { message: message({ text }) }));
    expect(refused).toEqual({ status: 400, code: "message_empty" });
    await expectUntouched(conversationId);
  });

  const kept: [string, string, string][] = [
    ["U+0000 is left out", "a\u0000b", "ab"],
    ["half characters become U+FFFD", "\ud83d a \ude00", "\ufffd a \ufffd"],
    ["whitespace stays", "  \n a \t\r\n ", "  \n a \t\r\n "],
    [
      "every direction and plane",
      "אבג العربية 漢字 😀 👩‍👩‍👧‍👦 \u202e \u200b \ufeff",
      "אבג العربية 漢字 😀 👩‍👩‍👧‍👦 \u202e \u200b \ufeff",
    ],
    [
      "markup and quotes",
      `<script>alert("1")</script>'; drop table message; -- \\ $1 \${x} %s`,
      `<script>alert("1")</script>'; drop table message; -- \\ $1 \${x} %s`,
    ],
    ["one megabyte", "x".repeat(1_000_000), "x".repeat(1_000_000)],
  ];
  test.each(kept)("%s", async (_, text, expected) => {
    const conversationId = await newConversation();
    expect((await client.ask(conversationId, text)).error).toBeNull();
    const { messages } = await client.conversation(conversationId);
    expect(wordsOf(messages[0]).text === expected).toBe(true);
    expect(requests("").at(-1)?.body?.messages).toEqual([{ role: "user", content: expected }]);
  });
});

describe("ids", () => {
  const calls: [string, string, object?][] = [
    ["GET", ""],
    ["GET", "?tree=1"],
    ["PATCH", "", { title: "Mine" }],
    ["DELETE", ""],
    ["GET", "/completion"],
    ["DELETE", "/completion"],
    ["GET", "/export?format=json"],
    ["GET", "/export?format=markdown"],
    ["PUT", "/branch", { leafId: randomUUID() }],
    ["POST", "/messages", { message: message() }],
    ["POST", "/messages", { regenerate: { id: randomUUID(), of: randomUUID() } }],
  ];
  test.each(calls)("%s …%s on what does not exist, is no id, or is somebody else's", async (method, path, body) => {
    const foreign = await insertForeignConversation(databaseUrl);
    for (const id of [randomUUID(), "x", "%00", "..%2f..", foreign.conversationId]) {
      const response = await client.request(method, `/conversations/${id}${path}`, body);
      expect(await refusal(response), id).toEqual({ status: 404, code: "not_found" });
    }
  });

  test("messages of somebody else, or of another conversation, are no parents, no leaves and no answers", async () => {
    const foreign = await insertForeignConversation(databaseUrl);
    const conversationId = await newConversation();
    await client.ask(conversationId, "Mine");
    const other = await newConversation();
    await client.ask(other, "Elsewhere");
    const elsewhere = (await client.conversation(other)).activeLeafId;
    const before = await client.conversation(conversationId, "?tree=1");
    for (const id of [foreign.answerId, foreign.questionId, elsewhere, randomUUID()]) {
      const parent = await client.send(conversationId, client.question("Under it", { parentId: id }));
      expect(await refusal(parent)).toEqual({ status: 404, code: "not_found" });
      const regenerate = await client.send(conversationId, { regenerate: { id: randomUUID(), of: id } });
      expect((await refusal(regenerate)).status).toBe(404);
      const leaf = await client.request("PUT", `/conversations/${conversationId}/branch`, { leafId: id });
      expect(await refusal(leaf)).toEqual({ status: 404, code: "not_found" });
      expect((await client.follow(conversationId, `?message=${id}`)).status).toBe(404);
      expect((await client.stop(conversationId, `?message=${id}`)).status).toBe(404);
    }
    const taken = await client.send(conversationId, { message: message({ id: foreign.questionId }) });
    expect(await refusal(taken)).toEqual({ status: 409, code: "id_reused" });
    expect(await client.conversation(conversationId, "?tree=1")).toEqual(before);
  });

  test("a question is no parent of a question, and has no other answer to be regenerated from", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Mine");
    const [question] = (await client.conversation(conversationId)).messages;
    const under = await client.send(conversationId, client.question("Under it", { parentId: question?.id }));
    expect(await refusal(under)).toEqual({ status: 400, code: "parent_invalid" });
    const regenerate = await client.send(conversationId, { regenerate: { id: randomUUID(), of: question?.id } });
    expect((await refusal(regenerate)).status).toBeOneOf([400, 404]);
  });

  test("an id in capitals is the same id", async () => {
    const conversationId = await newConversation();
    const body = { message: message() };
    const first = await readUiStream(await client.send(conversationId, body));
    const again = await client.send(conversationId.toUpperCase(), {
      message: { ...body.message, id: body.message.id.toUpperCase() },
    });
    expect((await readUiStream(again)).text).toBe(first.text);
    expect((await client.conversation(conversationId)).messages).toHaveLength(2);
  });

  test.each([
    ["PUT", "/conversations"],
    ["DELETE", "/conversations"],
    ["POST", "/conversations/:id"],
    ["GET", "/conversations/:id/messages"],
    ["DELETE", "/conversations/:id/messages"],
    ["POST", "/conversations/:id/completion"],
    ["POST", "/models"],
    ["GET", "/conversations/:id/branch"],
  ])("%s %s is no method of it", async (method, path) => {
    const response = await client.request(method, path.replace(":id", await newConversation()));
    expect(response.status).toBe(405);
  });
});
