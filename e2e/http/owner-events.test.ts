import { afterEach, expect, test, vi } from "vitest";
import { type OwnerEvent, ownerEventSchema } from "../../lib/contract/events.ts";
import { wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation, requests } = ownFakeProvider();
const patience = { timeout: 10_000, interval: 20 };
const open = new Set<AbortController>();
afterEach(() => {
  for (const gone of open) gone.abort();
  open.clear();
});

/** One page's feed: everything it has heard so far. */
async function feed(): Promise<{ heard: OwnerEvent[]; text: () => string }> {
  const gone = new AbortController();
  open.add(gone);
  const response = await client.request("GET", "/events", undefined, { signal: gone.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const heard: OwnerEvent[] = [];
  let all = "";
  const read = async () => {
    let rest = "";
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      all += piece;
      const frames = `${rest}${piece}`.split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames)
        if (frame.startsWith("data: ")) heard.push(ownerEventSchema.parse(JSON.parse(frame.slice(6))));
    }
  };
  read().catch(() => {});
  await vi.waitFor(() => expect(heard[0]?.type).toBe("running"), patience);
  return { heard, text: () => all };
}

const typesOf = (heard: OwnerEvent[], conversationId: string) =>
  heard.flatMap((event) => ("conversationId" in event && event.conversationId === conversationId ? [event.type] : []));

test("every page of the owner hears what happens to a conversation, in ids and kinds only", async () => {
  const [one, two] = [await feed(), await feed()];
  const conversationId = await newConversation();
  const word = `Confidential-${conversationId}`;
  const answer = await client.ask(conversationId, `${word} hello`);
  for (const { heard } of [one, two])
    await vi.waitFor(
      () => expect(typesOf(heard, conversationId)).toEqual(["answer-started", "answer-ended", "conversation-changed"]),
      patience,
    );
  const started = one.heard.find((event) => event.type === "answer-started");
  expect(started).toMatchObject({ conversationId, answerId: answer.chunks[0]?.messageId });

  await client.request("PATCH", `/conversations/${conversationId}`, { title: `Named ${word}` });
  const exported = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).json();
  const imported = await (await client.request("POST", "/conversations/import", exported)).json();
  await client.request("DELETE", `/conversations/${conversationId}`);
  for (const { heard, text } of [one, two]) {
    await vi.waitFor(() => {
      expect(typesOf(heard, conversationId).slice(3)).toEqual(["conversation-changed", "conversation-deleted"]);
      expect(typesOf(heard, imported.id)).toEqual(["conversation-changed"]);
    }, patience);
    expect(text()).not.toContain("Confidential");
    expect(text()).not.toContain("Fake answer");
  }
});

test("the feed begins with what runs", async () => {
  const conversationId = await newConversation();
  const answer = client.ask(conversationId, `[[scenario:paced n=60 rate=40]] ${conversationId}`);
  await vi.waitFor(() => expect(requests(conversationId)).toHaveLength(1), patience);
  const { heard } = await feed();
  const [first] = heard;
  const { chunks } = await answer;
  expect(first?.type === "running" && first.answers.find((each) => each.conversationId === conversationId)).toEqual({
    conversationId,
    answerId: chunks[0]?.messageId,
    startedAt: expect.any(String),
  });
});

test("deletion ends the streams of all readers within a second, and the feed says so", async () => {
  const { heard } = await feed();
  const times: number[] = [];
  // the product is other tests' too: the middle one of three is what it takes, and not what they take
  for (let round = 0; round < 3; round += 1) {
    const conversationId = await newConversation();
    const text = `[[scenario:paced n=400 rate=40]] ${conversationId}`;
    const sent = await client.send(conversationId, client.question(text));
    const readers = [
      readUiStream(sent),
      ...(await Promise.all([1, 2, 3].map(() => client.follow(conversationId)))).map((response) =>
        readUiStream(response),
      ),
    ];
    await vi.waitFor(() => expect(requests(conversationId)).toHaveLength(1), patience);
    const startedAt = Date.now();
    expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
    await Promise.all(readers);
    await vi.waitFor(() => expect(typesOf(heard, conversationId)).toContain("conversation-deleted"), patience);
    times.push(Date.now() - startedAt);
  }
  expect(times.sort((a, b) => a - b)[1]).toBeLessThan(1000);
});

test("a running answer read without its stream has its text so far, its reasoning open at the end", async () => {
  const conversationId = await newConversation();
  const text = `[[scenario:paced n=80 rate=40 reasoning=0.5]] ${conversationId}`;
  const response = await client.send(conversationId, client.question(text));
  let seen = "";
  const reading = readUiStream(response, (received) => {
    seen = received.reasoning + received.text;
    return false;
  });
  for (const [target, kinds] of [
    [20, ["reasoning"]],
    [220, ["reasoning", "text"]],
  ] as const) {
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(target), patience);
    const before = seen;
    for (const query of ["", "?tree=1"]) {
      const message = (await client.conversation(conversationId, query)).messages.at(-1);
      expect(message?.status).toBe("running");
      expect(message?.parts.map(({ type }) => type)).toEqual(kinds);
      const words = wordsOf(message);
      expect((words.reasoning + words.text).startsWith(before)).toBe(true);
      expect(message?.parts[0]?.durationMs === null).toBe(kinds.length === 1);
    }
  }
  const { chunks } = await reading;
  const start = chunks.find(({ type }) => type === "reasoning-start");
  expect(start?.providerMetadata).toMatchObject({ verbatim: { kind: "raw", startedMs: expect.any(Number) } });
});
