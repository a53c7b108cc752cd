import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { compare, contextOf, openLanes, sentContext } from "../support/lanes.ts";
import { type StoredConversation, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests, titleRequests } = ownFakeProvider();
const patience = { timeout: 15_000, interval: 30 };

const ended = (conversationId: string): Promise<StoredConversation> =>
  vi.waitFor(async () => {
    const tree = await client.conversation(conversationId, "?tree=1");
    expect(tree.messages.map(({ status }) => status)).not.toContain("running");
    return tree;
  }, patience);
const statusOf = ({ messages }: StoredConversation, id: string) =>
  messages.find((message) => message.id === id)?.status;
const paced = (temperature: number) => ({ model: "fake/paced", settings: { temperature } });

test("four lanes stream side by side under one question, and each request is the branch up to that question", async () => {
  const conversationId = await newConversation("default");
  await client.ask(conversationId, `Before ${conversationId}`);
  const before = (await client.conversation(conversationId)).messages;
  const text = `[[scenario:paced n=60 rate=60]] Compare ${conversationId}`;
  const targets = [paced(0.1), paced(0.2), { ...paced(0.3), model: "fake/default" }, paced(0.4)];
  const { questionId, lanes } = await compare(client, conversationId, text, targets);
  const ids = lanes.map(({ id }) => id);

  // all of them at once, each with words already
  await vi.waitFor(async () => {
    const { lanes: open } = await openLanes(client, conversationId, ids);
    for (const { messages } of open) {
      expect(messages).toHaveLength(1);
      expect(messages[0]?.status).toBe("running");
      expect(wordsOf(messages[0]).text).not.toBe("");
    }
  }, patience);
  const followed = await Promise.all(
    ids.map(async (id) => readUiStream(await client.follow(conversationId, `?message=${id}`))),
  );
  for (const received of followed) {
    expect(received.done).toBe(true);
    expect(received.text).toMatch(/^t0 .*t59 $/);
  }

  const tree = await ended(conversationId);
  const question = tree.messages.find(({ id }) => id === questionId);
  const wanted = contextOf([...before, ...(question ? [question] : [])]);
  expect(wanted).toHaveLength(3);
  const sent = requests(`Compare ${conversationId}`);
  expect(sent).toHaveLength(4);
  for (const request of sent) expect(sentContext(request)).toEqual(wanted);
  expect(sent.map(({ body }) => [body?.model, body?.temperature]).sort()).toEqual(
    targets.map(({ model, settings }) => [model, settings.temperature]).sort(),
  );
  for (const id of ids) {
    const lane = tree.messages.find((message) => message.id === id);
    expect(lane).toMatchObject({ parentId: questionId, status: "done", siblings: expect.arrayContaining(ids) });
    expect(lane?.siblings).toHaveLength(4);
  }

  // picking one makes it the branch that goes on, and the next question is asked below it
  const [, picked = ""] = ids;
  const chosen = await client.request("PUT", `/conversations/${conversationId}/branch`, { leafId: picked });
  expect(await chosen.json()).toEqual({ activeLeafId: picked });
  await client.ask(conversationId, `After ${conversationId}`, { model: "fake/default" });
  const branch = (await client.conversation(conversationId)).messages;
  expect(branch.map(({ id }) => id).slice(2, 4)).toEqual([questionId, picked]);
  expect(sentContext(requests(`After ${conversationId}`)[0])).toEqual(contextOf(branch.slice(0, -1)));
});

test("one fails, one is stopped, one loses its connection: each says so, and the fourth knows nothing of it", async () => {
  const conversationId = await newConversation("default");
  const { lanes } = await compare(client, conversationId, `Four ends ${conversationId}`, [
    { model: "fake/paced" },
    { model: "fake/error-in-stream" },
    { model: "fake/hang-mid" },
    { model: "fake/cut-destroy" },
  ]);
  const [whole = "", failed = "", stopped = "", cut = ""] = lanes.map(({ id }) => id);
  const follower = client.follow(conversationId, `?message=${whole}`).then((response) => readUiStream(response));
  await vi.waitFor(async () => {
    const { lanes: open } = await openLanes(client, conversationId, [stopped]);
    expect(wordsOf(open[0]?.messages[0]).text).not.toBe("");
  }, patience);
  expect((await client.stop(conversationId, `?message=${stopped}`)).status).toBe(202);
  const received = await follower;
  expect(received.done).toBe(true);
  expect(received.text).toMatch(/^t0 .*t199 $/);

  const tree = await ended(conversationId);
  expect([whole, failed, stopped, cut].map((id) => statusOf(tree, id))).toEqual([
    "done",
    "failed",
    "stopped",
    "interrupted",
  ]);
  expect(requests(`Four ends ${conversationId}`).filter(({ abortedAt }) => abortedAt !== null)).toHaveLength(1);
  const { lanes: open } = await openLanes(client, conversationId, [cut, failed]);
  expect(open.map(({ messages }) => messages[0]?.completion?.error?.code)).toEqual(["provider_cut", "provider_failed"]);
  expect(wordsOf(open[0]?.messages[0]).text).not.toBe("");
});

test("the title of four lanes at once is asked for once, by the first that is done", async () => {
  const conversationId = await newConversation("default");
  const text = `[[scenario:paced n=20 rate=200]] Title of lanes ${conversationId}`;
  await compare(client, conversationId, text, [paced(0.1), paced(0.2), paced(0.3), paced(0.4)]);
  await ended(conversationId);
  await vi.waitFor(async () => {
    expect((await client.conversation(conversationId)).title).not.toContain("Title of lanes");
  }, patience);
  expect(titleRequests(conversationId)).toHaveLength(1);
});

test("a first lane that fails leaves the title to the next one that is done", async () => {
  const conversationId = await newConversation("default");
  await compare(client, conversationId, `Title after a failure ${conversationId}`, [
    { model: "fake/error-in-stream" },
    { model: "fake/default" },
  ]);
  await ended(conversationId);
  await vi.waitFor(() => expect(titleRequests(conversationId)).toHaveLength(1), patience);
});

test("a lane sent again is the same lane: one completion, the same words, also after it has ended", async () => {
  const conversationId = await newConversation("default");
  const text = `[[scenario:paced n=40 rate=80]] Twice ${conversationId}`;
  const { lanes } = await compare(client, conversationId, text, [paced(0.1)]);
  const [of = ""] = lanes.map(({ id }) => id);
  const body = { regenerate: { id: randomUUID(), of }, ...paced(0.2) };
  const both = await Promise.all([client.send(conversationId, body), client.send(conversationId, body)]);
  const received = await Promise.all(both.map((response) => readUiStream(response)));
  received.push(await readUiStream(await client.send(conversationId, body)));
  for (const { text: words, done } of received) {
    expect(done).toBe(true);
    expect(words).toMatch(/^t0 .*t39 $/);
  }
  expect(requests(`Twice ${conversationId}`)).toHaveLength(2);
  const other = { regenerate: { id: body.regenerate.id, of: randomUUID() } };
  expect((await refusal(await client.send(conversationId, other))).code).toBe("id_reused");
});

test("lanes are read with what went on from them; what is no answer to this question is an empty lane", async () => {
  const conversationId = await newConversation("default");
  const { questionId, lanes } = await compare(client, conversationId, `Goes on ${conversationId}`, [
    { model: "fake/cut-destroy" },
    { model: "fake/default" },
  ]);
  const [cut = "", whole = ""] = lanes.map(({ id }) => id);
  await ended(conversationId);
  const id = randomUUID();
  await readUiStream(await client.send(conversationId, { continue: { id, of: cut }, model: "fake/default" }));
  await client.ask(conversationId, `Below the other ${conversationId}`, { parentId: whole });
  const elsewhere = (await client.conversation(conversationId)).messages.at(-1)?.id ?? "";
  const unknown = randomUUID();
  const opened = await openLanes(client, conversationId, [cut, whole, elsewhere, unknown]);
  expect(opened.question.id).toBe(questionId);
  const [first, second, ...empty] = opened.lanes;
  expect(first?.messages.map(({ role }) => role)).toEqual(["assistant", "user", "assistant"]);
  expect(first?.messages.at(-1)?.id).toBe(id);
  expect(second?.messages.map((message) => message.id)).toEqual([whole]);
  expect(empty).toEqual([
    { answerId: elsewhere, messages: [] },
    { answerId: unknown, messages: [] },
  ]);

  const ask = (answers: string, of = conversationId) =>
    client.request("GET", `/conversations/${of}/comparison?answers=${answers}`);
  expect((await refusal(await ask(questionId))).code).toBe("not_found");
  expect((await refusal(await ask(unknown))).code).toBe("not_found");
  expect((await refusal(await ask(cut, await newConversation()))).code).toBe("not_found");
  for (const wrong of ["", "x", `${cut},${cut}`, [1, 2, 3, 4, 5].map(() => randomUUID()).join(",")])
    expect((await refusal(await ask(wrong))).code).toBe("invalid_request");
});
