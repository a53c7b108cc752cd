import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { errorBodySchema, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, newConversation, requests, titleRequests } = ownFakeProvider();

const patience = { timeout: 10_000, interval: 20 };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");

/** A paced answer that has begun: some of its words have reached the reader. */
async function begun(count = 60, rate = 40) {
  const conversationId = await newConversation();
  const text = `[[scenario:paced n=${count} rate=${rate}]] ${conversationId}`;
  const gone = new AbortController();
  const response = await client.send(conversationId, client.question(text), { signal: gone.signal });
  await readUiStream(response, (received) => received.text.length > 8);
  return { conversationId, text, gone };
}

async function settled(conversationId: string) {
  return vi.waitFor(async () => {
    const answer = (await client.conversation(conversationId)).messages.at(-1);
    expect(answer?.status).not.toBe("running");
    return answer;
  }, patience);
}

test("closing the connection changes nothing: the answer completes and is stored whole", async () => {
  const { conversationId, text, gone } = await begun();
  gone.abort();
  const answer = await settled(conversationId);
  expect(answer?.status).toBe("done");
  expect(wordsOf(answer).text).toBe(numbers(60));
  expect(requests(conversationId)).toMatchObject([{ abortedAt: null, endedAt: expect.any(Number) }]);
  expect(requests(text)).toHaveLength(1);
});

test("stop ends it within a second, upstream included, and keeps what came", async () => {
  const { conversationId } = await begun(400);
  const follower = client.follow(conversationId).then((response) => readUiStream(response));
  const stoppedAt = Date.now();
  expect((await client.stop(conversationId)).status).toBe(202);
  await vi.waitFor(() => expect(requests(conversationId)[0]?.abortedAt).toBeTypeOf("number"), patience);
  expect((requests(conversationId)[0]?.abortedAt ?? 0) - stoppedAt).toBeLessThan(1000);
  const seen = await follower;
  expect(Date.now() - stoppedAt).toBeLessThan(2000);
  expect(seen.chunks.map(({ type }) => type)).toContain("abort");
  const answer = await settled(conversationId);
  expect(answer?.status).toBe("stopped");
  expect(wordsOf(answer).text).toBe(seen.text);
  expect(numbers(400).startsWith(seen.text)).toBe(true);
  expect(seen.text.length).toBeGreaterThan(8);
  // Twice is as good as once, and the conversation goes on.
  expect((await client.stop(conversationId)).status).toBe(202);
  expect((await settled(conversationId))?.status).toBe("stopped");
  expect((await client.ask(conversationId, "And now?")).error).toBeNull();
});

test("stop before the first byte", async () => {
  const conversationId = await newConversation("hang-headers");
  const answer = client.ask(conversationId, `Silence ${conversationId}`);
  await vi.waitFor(() => expect(requests(conversationId)).toHaveLength(1), patience);
  expect((await client.stop(conversationId)).status).toBe(202);
  await answer;
  expect((await settled(conversationId))?.status).toBe("stopped");
  await vi.waitFor(() => expect(requests(conversationId)[0]?.abortedAt).toBeTypeOf("number"), patience);
});

test("following gives every part from the first one, then the live ones; 204 when nothing runs", async () => {
  const { conversationId } = await begun(50);
  const [one, two] = await Promise.all(
    [client.follow(conversationId), client.follow(conversationId)].map(async (response) =>
      readUiStream(await response),
    ),
  );
  expect(one?.chunks[0]?.type).toBe("start");
  expect(one?.text).toBe(numbers(50));
  expect(two?.chunks).toEqual(one?.chunks);
  expect(one?.done).toBe(true);
  const answer = await settled(conversationId);
  expect((await client.follow(conversationId)).status).toBe(204);
  expect((await client.follow(conversationId, `?message=${answer?.id}`)).status).toBe(204);
  expect((await client.follow(conversationId, `?message=${randomUUID()}`)).status).toBe(404);
  expect((await client.follow(conversationId, "?message=x")).status).toBe(400);
});

test("coming back at any moment shows everything, once", async () => {
  const { conversationId } = await begun(100, 60);
  const moments = Array.from({ length: 20 }, (_, index) => index * 70);
  const seen = await Promise.all(
    moments.map(async (delayMs) => {
      await wait(delayMs);
      return readUiStream(await client.follow(conversationId));
    }),
  );
  for (const received of seen) {
    expect(received.text).toBe(numbers(100));
    expect(received.chunks.at(-1)?.type).toBe("finish");
  }
});

test("a question under a running answer is refused, and asks nothing of the provider", async () => {
  const { conversationId } = await begun(40);
  const refused = await client.send(conversationId, client.question("Too early"));
  expect(refused.status).toBe(409);
  expect(errorBodySchema.parse(await refused.json()).error.code).toBe("completion_running");
  expect(requests("Too early")).toEqual([]);
  await settled(conversationId);
  expect((await client.conversation(conversationId)).messages).toHaveLength(2);
});

test("while one answer runs, another question can be asked from the same place as a sibling", async () => {
  const { conversationId } = await begun(40);
  const received = await client.ask(conversationId, "A sibling", { parentId: null });
  expect(received.error).toBeNull();
  await vi.waitFor(async () => {
    const { messages } = await client.conversation(conversationId, "?tree=1");
    expect(messages.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
    expect(wordsOf(messages[1]).text).toBe(numbers(40));
  }, patience);
});

test("deleting a conversation ends its stream, upstream included, and nothing of it comes back", async () => {
  const { conversationId } = await begun(400);
  const follower = client.follow(conversationId).then((response) => readUiStream(response));
  expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
  await vi.waitFor(() => expect(requests(conversationId)[0]?.abortedAt).toBeTypeOf("number"), patience);
  await follower;
  for (const path of ["", "/completion", "/export?format=json"])
    expect((await client.request("GET", `/conversations/${conversationId}${path}`)).status).toBeOneOf([204, 404]);
  expect((await client.request("GET", `/conversations/${conversationId}`)).status).toBe(404);
  expect((await client.send(conversationId, client.question("Still there?"))).status).toBe(404);
  expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(404);
});

test("the title is asked for after the answer, without streaming, once", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, `Why is the sky blue ${conversationId}`);
  const title = await vi.waitFor(async () => {
    const conversation = await client.conversation(conversationId);
    expect(conversation.title).not.toContain("Why is the sky");
    return conversation.title;
  }, patience);
  expect(title).not.toBe("");
  const [answer] = requests(conversationId);
  const [request, ...more] = titleRequests(conversationId);
  expect(more).toEqual([]);
  expect(request?.body?.stream ?? false).toBe(false);
  expect(request?.receivedAt).toBeGreaterThanOrEqual(answer?.endedAt ?? Number.POSITIVE_INFINITY);
  await client.ask(conversationId, `And at night ${conversationId}`);
  expect(titleRequests(conversationId)).toHaveLength(1);
});

test("a title is asked for with little reasoning, and with nothing that was set for the answer", async () => {
  const settings = { tools: ["calculator"], tool_choice: "required", temperature: 0.2, reasoning: { effort: "high" } };
  const conversationId = await newConversation("default", { model: "openai/gpt-oss-120b", settings });
  await client.ask(conversationId, `A title without tools ${conversationId}`);
  const request = await vi.waitFor(() => {
    const [first] = titleRequests(conversationId);
    expect(first).toBeDefined();
    return first;
  }, patience);
  expect(requests(conversationId)[0]?.body).toMatchObject({ tools: [{}], reasoning_effort: "high", temperature: 0.2 });
  expect(Object.keys(request?.body ?? {}).toSorted()).toEqual(
    ["max_tokens", "messages", "model", "reasoning_effort", "temperature", "top_p"].toSorted(),
  );
  expect(request?.body).toMatchObject({ max_tokens: 400, reasoning_effort: "low", temperature: 1, top_p: 1 });
});

test("the same id twice, at once and later: one call, one answer, one stream", async () => {
  const conversationId = await newConversation();
  const before = fake().requests.length;
  const body = client.question(`[[scenario:paced n=20 rate=60]] twice ${conversationId}`);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const response = await client.send(conversationId, body);
      return { status: response.status, received: await readUiStream(response) };
    }),
  );
  for (const { status, received } of answers) {
    expect(status).toBe(200);
    expect(received.text).toBe(numbers(20));
    expect(received.done).toBe(true);
  }
  expect(new Set(answers.map(({ received }) => received.chunks[0]?.messageId)).size).toBe(1);
  const later = await readUiStream(await client.send(conversationId, body));
  expect(later.text).toBe(numbers(20));
  expect(requests(`twice ${conversationId}`)).toHaveLength(1);
  expect(fake().requests.length - before).toBeLessThanOrEqual(2);
  expect((await client.conversation(conversationId, "?tree=1")).messages).toHaveLength(2);

  const other = await client.send(conversationId, { message: { ...body.message, text: "Other words" } });
  expect(other.status).toBe(409);
  expect(errorBodySchema.parse(await other.json()).error.code).toBe("id_reused");
  const elsewhere = await client.send(await newConversation(), body);
  expect(elsewhere.status).toBe(409);
});

test("twenty different questions at once under one answer: each is stored whole or refused", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "The first");
  const results = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const response = await client.send(conversationId, client.question(`At once ${index}`));
      const text = response.status === 200 ? (await readUiStream(response)).text : await response.text();
      return { status: response.status, text };
    }),
  );
  for (const { status, text } of results) {
    expect(status, text).toBeOneOf([200, 409]);
    expect(text).not.toBe("");
  }
  const { messages } = await client.conversation(conversationId, "?tree=1");
  expect(messages).toHaveLength(2 + 2 * results.filter(({ status }) => status === 200).length);
  expect(messages.every(({ status }) => status === "done")).toBe(true);
});
