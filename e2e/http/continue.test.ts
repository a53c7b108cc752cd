import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { checkExport } from "../../scripts/lib/replay-check.mjs";
import { storyOf } from "../support/fake/scenarios/story.ts";
import { messagesOf } from "../support/journal-client.ts";
import { type StoredMessage, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, fake, requests } = ownFakeProvider();
const patience = { timeout: 10_000, interval: 20 };

/** A connection of each kind to the same fake. */
const kinds: Record<string, string> = {};
beforeAll(async () => {
  const overrides = {
    last_message: { profileOverrides: { prefill: "last_message", replay: "details", replayWhen: "always" } },
    mistral: { profile: "mistral" },
    vllm: { profile: "vllm" },
    none: { profile: "openrouter" },
  };
  for (const [kind, body] of Object.entries(overrides)) {
    const id = await client.newConnection(`${kind} ${randomUUID()}`, `${fake().url}/v1`);
    expect((await client.request("PATCH", `/connections/${id}`, body)).status).toBe(200);
    kinds[kind] = id;
  }
});

const newConversation = (kind: string, more: object = {}) =>
  client.newConversation({ connectionId: kinds[kind], model: "fake/story", ...more });
const answerOf = async (conversationId: string): Promise<StoredMessage> => {
  const answer = (await client.conversation(conversationId)).messages.at(-1);
  if (!answer) throw new Error("no answer");
  return answer;
};
const sendContinue = (conversationId: string, of: string, id: string = randomUUID()) =>
  client.send(conversationId, { continue: { id, of } });
const goOn = async (conversationId: string) =>
  readUiStream(await sendContinue(conversationId, (await answerOf(conversationId)).id));
const sentMessages = (text: string, index = -1) => messagesOf(requests(text).at(index));

/** An answer that was ended at `at`, in one of the ways in which answers are. */
async function cutAnswer(kind: string, { n = 60, cuts = "40", end = "length", more = "" } = {}) {
  const conversationId = await newConversation(kind);
  const text = `[[scenario:story n=${n} cuts=${cuts} end=${end} ${more}]] ${conversationId}`;
  const response = await client.send(conversationId, client.question(text));
  if (end !== "hang") await readUiStream(response);
  else {
    await readUiStream(response, (received) => received.text.length >= Number(cuts.split(",")[0]));
    await client.stop(conversationId);
  }
  return vi.waitFor(async () => {
    const answer = await answerOf(conversationId);
    expect(answer.status).not.toBe("running");
    return { conversationId, text, answer };
  }, patience);
}

describe("a server that takes up its own text", () => {
  test.each(["length", "destroy", "hang", "error"])("ended by %s: one answer, word for word, once", async (end) => {
    const { conversationId, answer } = await cutAnswer("last_message", { end });
    expect(wordsOf(answer).text).toBe(storyOf(60).slice(0, 40));
    const received = await goOn(conversationId);
    expect(received.text).toBe(storyOf(60));
    expect(received.chunks[0]).toMatchObject({
      type: "start",
      messageMetadata: { continues: { of: answer.id, way: "prefill" }, parentId: answer.parentId },
    });
    const joined = await answerOf(conversationId);
    expect(joined).toMatchObject({ status: "done", parentId: answer.parentId, continuesId: answer.id });
    expect(joined.siblings).toEqual([answer.id, joined.id]);
    expect(joined.parts.map(({ type, text }) => ({ type, text }))).toEqual([
      { type: "text", text: storyOf(60).slice(0, 40) },
      { type: "text", text: storyOf(60).slice(40) },
    ]);
    // What was finished has not changed.
    const tree = await client.conversation(conversationId, "?tree=1");
    expect(tree.messages.find(({ id }) => id === answer.id)).toMatchObject({
      parts: answer.parts,
      status: answer.status,
    });
    // One call of its own, with the usage of that one alone.
    expect(joined.completion?.calls).toHaveLength(1);
  });

  test("wherever it is cut, and however often, the next turn has the text exactly once", async () => {
    const whole = storyOf(60);
    for (let round = 0; round < 12; round += 1) {
      const cuts = Array.from({ length: 1 + (round % 3) }, () => 2 + Math.floor(Math.random() * (whole.length - 4)));
      const places = [...new Set(cuts)].sort((a, b) => a - b);
      const end = ["length", "destroy", "error"][round % 3];
      const context = `cuts ${places.join()} by ${end}`;
      const { conversationId } = await cutAnswer("last_message", { cuts: places.join(), end: `${end}` });
      for (const place of places) {
        expect((await goOn(conversationId)).text.length, context).toBeGreaterThan(place);
        expect(sentMessages(conversationId), context).toEqual([
          expect.objectContaining({ role: "user" }),
          { role: "assistant", content: whole.slice(0, place) },
        ]);
      }
      await client.ask(conversationId, `[[scenario:default]] later ${conversationId}`);
      const later = sentMessages(`later ${conversationId}`).map(({ role, content }) => ({ role, content }));
      expect(later.slice(0, 2), context).toEqual([
        { role: "user", content: expect.stringContaining(conversationId) },
        { role: "assistant", content: whole },
      ]);
      expect(later).toHaveLength(3);
    }
  });

  test("reasoning stays where it happened; that of the cut call stays here by a rule, that of the continuation goes back", async () => {
    const { conversationId, answer } = await cutAnswer("last_message", { end: "destroy", more: "think=1" });
    await goOn(conversationId);
    const joined = await answerOf(conversationId);
    expect(joined.parts.map(({ type }) => type)).toEqual(["reasoning", "text", "reasoning", "text"]);
    expect(sentMessages(conversationId).at(-1)).toEqual({ role: "assistant", content: wordsOf(answer).text });
    await client.ask(conversationId, `[[scenario:default]] later ${conversationId}`);
    const [, sent] = sentMessages(`later ${conversationId}`);
    expect(sent).toMatchObject({ content: storyOf(60), reasoning_details: [{ signature: expect.any(String) }] });
    expect(JSON.stringify(sent?.reasoning_details)).toContain(joined.parts[2]?.text);

    const exported = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
    const report = checkExport(exported);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ returned: 1, leftOut: 2 });
    expect(exported).toContain('"rule":"cut"');

    const imported = await client.request("POST", "/conversations/import", JSON.parse(exported));
    const { id } = await imported.json();
    const again = await client.conversation(id);
    expect(again.messages[1]).toMatchObject({ continuesId: expect.any(String), parts: joined.parts });
    await client.ask(id, `[[scenario:default]] imported ${id}`);
    expect(sentMessages(`imported ${id}`)[1]?.content).toBe(storyOf(60));
  });

  test("of a call that came to its end the ledger says that its text went on", async () => {
    const { conversationId } = await cutAnswer("last_message", { more: "think=1" });
    await goOn(conversationId);
    const { id } = await answerOf(conversationId);
    const replay = await (await client.request("GET", `/conversations/${conversationId}/replay?message=${id}`)).json();
    expect(replay.entries).toMatchObject([{ state: "left_out", rule: "continued" }]);
  });

  test("Mistral's mark stands on the last message and on no other", async () => {
    const { conversationId, text } = await cutAnswer("mistral");
    await goOn(conversationId);
    expect(sentMessages(conversationId)).toEqual([
      { role: "user", content: text },
      { role: "assistant", content: storyOf(60).slice(0, 40), prefix: true },
    ]);
    await client.ask(conversationId, `[[scenario:default]] later ${conversationId}`);
    expect(sentMessages(`later ${conversationId}`)[1]).toEqual({ role: "assistant", content: storyOf(60) });
  });

  test("vLLM is told to leave the last message open", async () => {
    const { conversationId } = await cutAnswer("vllm");
    await goOn(conversationId);
    expect(requests(conversationId).at(-1)?.body).toMatchObject({
      continue_final_message: true,
      add_generation_prompt: false,
      messages: [{ role: "user" }, { role: "assistant", content: storyOf(60).slice(0, 40) }],
    });
    expect(requests(conversationId)[0]?.body).not.toHaveProperty("continue_final_message");
  });

  test("following again in the middle gives the whole text; stop keeps it, and Continue works on that", async () => {
    const { conversationId, answer } = await cutAnswer("last_message", { n: 400, cuts: "40", more: "gap=10" });
    const response = await sendContinue(conversationId, answer.id);
    await readUiStream(response, (received) => received.text.length > 80);
    const follower = client.follow(conversationId).then((again) => readUiStream(again));
    // Read without its stream it begins with what it keeps, and has its own words so far.
    const running = await answerOf(conversationId);
    expect(running).toMatchObject({ status: "running", continuesId: answer.id });
    expect(running.parts[0]).toEqual(answer.parts[0]);
    expect(wordsOf(running).text.length).toBeGreaterThan(80);
    expect(storyOf(400).startsWith(wordsOf(running).text)).toBe(true);
    await client.stop(conversationId);
    const seen = await follower;
    const stopped = await answerOf(conversationId);
    expect(stopped.status).toBe("stopped");
    expect(wordsOf(stopped).text).toBe(seen.text);
    expect(seen.text.length).toBeGreaterThan(80);
    expect((await goOn(conversationId)).text).toBe(storyOf(400));
    expect(wordsOf(await answerOf(conversationId)).text).toBe(storyOf(400));
  });

  test("another answer beside a continued one is an ordinary one", async () => {
    const { conversationId } = await cutAnswer("last_message");
    await goOn(conversationId);
    const { id } = await answerOf(conversationId);
    await readUiStream(await client.send(conversationId, { regenerate: { id: randomUUID(), of: id } }));
    expect(sentMessages(conversationId)).toHaveLength(1);
    expect(await answerOf(conversationId)).toMatchObject({ continuesId: null });
    expect((await answerOf(conversationId)).siblings).toHaveLength(3);
  });
});

describe("a server that cannot", () => {
  test("is asked in a new turn, which says so", async () => {
    const { conversationId, text, answer } = await cutAnswer("none");
    const titleBefore = await vi.waitFor(
      async () => {
        const { title } = await client.conversation(conversationId);
        // by the model, which comes after the answer
        expect(title).not.toContain("[[");
        return title;
      },
      { timeout: 20_000, interval: 50 },
    );
    const id = randomUUID();
    const received = await readUiStream(await sendContinue(conversationId, answer.id, id));
    const { messages, title } = await client.conversation(conversationId);
    const [, , question, next] = messages;
    expect(received.chunks[0]).toMatchObject({
      messageId: id,
      messageMetadata: {
        continues: { of: answer.id, way: "turn", text: "Continue exactly where you stopped." },
        parentId: question?.id,
      },
    });
    expect(question).toMatchObject({
      role: "user",
      parentId: answer.id,
      continuesId: answer.id,
      parts: [{ type: "text", text: "Continue exactly where you stopped." }],
    });
    expect(next).toMatchObject({ id, continuesId: answer.id, status: "done" });
    expect(title).toBe(titleBefore);
    expect(sentMessages(conversationId).map(({ role, content }) => ({ role, content }))).toEqual([
      { role: "user", content: text },
      { role: "assistant", content: wordsOf(answer).text },
      { role: "user", content: "Continue exactly where you stopped." },
    ]);
    const markdown = await (
      await client.request("GET", `/conversations/${conversationId}/export?format=markdown`)
    ).text();
    expect(markdown).toContain("*(continued)*");
    expect(markdown).not.toContain("Continue exactly");
    // The same id once more: the stream of the first one.
    const again = await readUiStream(await sendContinue(conversationId, answer.id, id));
    expect(again.text).toBe(received.text);
    expect(again.chunks[0]).toMatchObject({ messageMetadata: { continues: { way: "turn" } } });
  });

  test("gpt-oss is never made to go on in the middle of a channel", async () => {
    const { conversationId, answer } = await cutAnswer("vllm");
    const response = await client.send(conversationId, {
      continue: { id: randomUUID(), of: answer.id },
      model: "openai/gpt-oss-20b",
    });
    expect((await readUiStream(response)).chunks[0]).toMatchObject({ messageMetadata: { continues: { way: "turn" } } });
  });
});

describe("refused", () => {
  test("what does not exist, or is somebody else's", async () => {
    const conversationId = await newConversation("last_message");
    const foreign = await insertForeignConversation(inject("installation").databaseUrl);
    for (const of of [randomUUID(), foreign.answerId, foreign.questionId])
      expect(await refusal(await sendContinue(conversationId, of))).toEqual({ status: 404, code: "not_found" });
    expect((await refusal(await sendContinue(foreign.conversationId, foreign.answerId))).status).toBe(404);
    expect((await client.conversation(conversationId)).messages).toEqual([]);
  });

  test("a question, a complete answer, and one without words", async () => {
    const { conversationId } = await cutAnswer("last_message", { cuts: "" });
    const { messages } = await client.conversation(conversationId);
    for (const { id } of messages)
      expect(await refusal(await sendContinue(conversationId, id))).toEqual({ status: 400, code: "not_continuable" });
    await client.ask(conversationId, "[[scenario:http-500]] Fail");
    const failed = await answerOf(conversationId);
    expect(failed.status).toBe("failed");
    expect((await refusal(await sendContinue(conversationId, failed.id))).code).toBe("not_continuable");
    expect((await client.conversation(conversationId)).messages).toHaveLength(4);
  });

  test("an answer that still runs", async () => {
    const conversationId = await newConversation("last_message");
    const text = `[[scenario:story n=50 cuts=40 end=hang]] ${conversationId}`;
    await readUiStream(await client.send(conversationId, client.question(text)), ({ text: said }) => said.length > 9);
    const { id } = await answerOf(conversationId);
    expect(await refusal(await sendContinue(conversationId, id))).toEqual({ status: 409, code: "completion_running" });
    await client.stop(conversationId);
  });

  test("an id that stands for something else; the same request gives the first one's stream", async () => {
    const { conversationId, answer } = await cutAnswer("last_message");
    const id = randomUUID();
    const all = await Promise.all(
      Array.from({ length: 5 }, async () => readUiStream(await sendContinue(conversationId, answer.id, id))),
    );
    expect(new Set(all.map(({ text }) => text))).toEqual(new Set([storyOf(60)]));
    expect(requests(conversationId)).toHaveLength(2);
    expect(await refusal(await sendContinue(conversationId, id, id))).toEqual({ status: 409, code: "id_reused" });
    const regenerate = await client.send(conversationId, { regenerate: { id, of: answer.id } });
    expect((await refusal(regenerate)).code).toBe("id_reused");
    expect((await refusal(await sendContinue(conversationId, answer.id, answer.parentId ?? ""))).code).toBe(
      "id_reused",
    );
  });

  test.each([
    { continue: { id: randomUUID() } },
    { continue: { id: randomUUID(), of: "x" } },
    { continue: { id: randomUUID(), of: randomUUID(), text: "more" } },
    { continue: { id: randomUUID(), of: randomUUID() }, parentId: null },
    { continue: { id: randomUUID(), of: randomUUID() }, regenerate: { id: randomUUID(), of: randomUUID() } },
  ])("a body of another form: %j", async (body) => {
    const conversationId = await newConversation("last_message");
    expect(await refusal(await client.send(conversationId, body))).toEqual({ status: 400, code: "invalid_request" });
  });
});
