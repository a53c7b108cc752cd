import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { expectUntouched, refusal } from "./refusal.ts";

const { url } = inject("installation");
const { client, newConversation, requests } = ownFakeProvider();

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
    await expectUntouched(client, conversationId);
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
    const answer = await fetch(`${url}/api/conversations/${conversationId}/messages`, init);
    expect(await refusal(answer)).toEqual({ status: 413, code: "body_too_large" });
    // On the same connection: nothing of the body is in the way of the next request.
    await expectUntouched(client, conversationId);
  });

  test("a byte order mark before it is no part of it", async () => {
    const conversationId = await newConversation();
    const answer = await raw(conversationId, `\ufeff${JSON.stringify({ message: message() })}`);
    expect(answer.status).toBe(200);
    await answer.text();
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
      await expectUntouched(client, conversationId);
    },
  );
});

describe("texts", () => {
  test.each(["", " ", "\n\t \r\n", "\u0000", " \u0000 \u0000"])("%j is empty", async (text) => {
    const conversationId = await newConversation();
    const refused = await refusal(await client.send(conversationId, { message: message({ text }) }));
    expect(refused).toEqual({ status: 400, code: "message_empty" });
    await expectUntouched(client, conversationId);
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
