import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { ask, fakeClock, user } from "./practice-client.test-support";
import { createPracticeFetch } from "./practice-fetch";

const address = "http://practice.invalid/v1/chat/completions";
const body = (text: string, more: object = {}) =>
  JSON.stringify({ model: "practice/scripted", messages: [user(text)], stream: true, ...more });

test("lists one model that says it is scripted", async () => {
  const response = await createPracticeFetch()("http://practice.invalid/v1/models");
  expect(await response.json()).toMatchObject({
    data: [
      {
        id: "practice/scripted",
        name: "Practice model (scripted, no AI)",
        context_length: 131072,
        reasoning: { supported_efforts: ["high", "medium", "low"], default_effort: "medium", mandatory: true },
      },
    ],
  });
});

test("streams comments, reasoning with details, a signature, the answer, usage and [DONE]", async () => {
  const answer = await ask([user("Which day of the week was 29 February 1900?")]);
  expect(answer.raw.startsWith(": PRACTICE PROCESSING\n\n")).toBe(true);
  expect(answer.raw.endsWith("data: [DONE]\n\n")).toBe(true);
  expect(answer.content).toContain("that day did not exist");
  expect(answer.content).toContain("no AI involved");
  expect(answer.details).toHaveLength(1);
  expect(Object.keys(answer.details[0] ?? {})).toEqual(["type", "text", "format", "index", "signature"]);
  expect(answer.details[0]?.text).toBe(answer.reasoning);
  expect(answer.finish).toBe("stop");
  expect(answer.chunks.at(-1)).toMatchObject({
    id: expect.stringMatching(/^gen-practice-/),
    provider: "Practice model",
    usage: { cost: 0, completion_tokens_details: { reasoning_tokens: expect.any(Number) } },
  });
});

test("effort decides how much is reasoned; switched off is refused", async () => {
  const question = [user("Is 2,147,483,647 prime, and how can you be sure?")];
  const [low, medium, high] = await Promise.all(
    ["low", "medium", "high"].map((effort) => ask(question, { reasoning: { effort } })),
  );
  expect(low?.reasoning.length).toBeLessThan(medium?.reasoning.length ?? 0);
  expect(medium?.reasoning.length).toBeLessThan(high?.reasoning.length ?? 0);
  expect(low?.content).toBe(high?.content);
  expect((await ask(question, { reasoning: { effort: "none" } })).raw).toContain("Reasoning is mandatory");
});

test("excluded reasoning leaves no trace but its tokens", async () => {
  const answer = await ask([user("table")], { reasoning: { exclude: true } });
  expect(answer.reasoning).toBe("");
  expect(answer.raw).not.toContain("reasoning_details");
  expect(answer.raw).toMatch(/"reasoning_tokens":[1-9]/);
});

test("speaks at 60 to 80 tokens a second, long answers at 200", async () => {
  const rateOf = async (word: string) => {
    const { chunks, elapsedMs } = await ask([user(word)]);
    return chunks.length / ((elapsedMs - 400) / 1000);
  };
  expect(await rateOf("markdown")).toBeGreaterThan(60);
  expect(await rateOf("markdown")).toBeLessThan(80);
  expect(await rateOf("long")).toBeCloseTo(200, -1);
  const { chunks } = await ask([user("long")]);
  expect(chunks.length).toBeGreaterThan(7_000);
  expect(chunks.length).toBeLessThan(9_000);
});

test("max_tokens ends an answer with the finish reason length", async () => {
  const answer = await ask([user("code")], { max_tokens: 5 });
  expect(answer.finish).toBe("length");
  expect(answer.raw).toContain('"completion_tokens":5,');
});

test.each([
  ["error 401", 401],
  ["error 402", 402],
  ["error 403", 403],
  ["error 404", 404],
  ["error 500", 500],
  ["error context", 400],
])("%s answers with that status and an error body", async (text, status) => {
  const response = await createPracticeFetch()(address, { method: "POST", body: body(text) });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code: status, message: expect.any(String) } });
});

test.each(["error 429", "error 503"])("%s names a time to retry", async (text) => {
  const response = await createPracticeFetch()(address, { method: "POST", body: body(text) });
  expect(response.headers.get("retry-after")).toBe("5");
});

test("the ways a stream can go wrong", async () => {
  const [inside, cut, empty, length, tool, refusal] = await Promise.all(
    ["error stream", "error cut", "error empty", "length", "tool unknown", "refusal"].map((word) => ask([user(word)])),
  );
  expect(inside?.chunks.at(-1)).toMatchObject({ error: { code: 502 } });
  expect(cut?.raw).not.toContain("[DONE]");
  expect(cut?.finish).toBeNull();
  expect(empty).toMatchObject({ content: "", reasoning: "", finish: "stop" });
  expect(length?.finish).toBe("length");
  expect(tool?.finish).toBe("tool_calls");
  expect(tool?.raw).toContain("look_up_word");
  expect(refusal?.raw).toContain('"refusal":');
  const html = await createPracticeFetch()(address, { method: "POST", body: body("error html") });
  expect(html.headers.get("content-type")).toContain("text/html");
});

test("hidden and summarised reasoning come as sealed entries with their own index", async () => {
  const hidden = await ask([user("hidden")]);
  expect(hidden.details).toMatchObject([{ type: "reasoning.encrypted", index: 0 }]);
  const summary = await ask([user("summary")]);
  expect(summary.details.map(({ type, index }) => [type, index])).toEqual([
    ["reasoning.summary", 0],
    ["reasoning.encrypted", 1],
  ]);
});

test("a character cut between bytes and one cut between deltas arrive whole", async () => {
  const response = await createPracticeFetch(fakeClock())(address, { method: "POST", body: body("emoji") });
  const strict = new TextDecoder("utf-8", { fatal: true });
  let cuts = 0;
  for await (const bytes of response.body ?? []) {
    try {
      strict.decode(bytes);
    } catch {
      cuts += 1;
    }
  }
  expect(cuts).toBeGreaterThan(0);
  expect((await ask([user("emoji")])).content).toContain("Cut between deltas: 😀 and 🇳🇴");
});

test("an abort arrives however much garbage was collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  if (typeof collectGarbage !== "function") throw new Error("no garbage collector");
  const stop = new AbortController();
  const response = await createPracticeFetch()(address, {
    method: "POST",
    body: body("error hang"),
    signal: stop.signal,
  });
  // Twice, with a turn of the loop between: weak references live to the end of the task that made them.
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  stop.abort();
  await expect(response.text()).rejects.toThrow();
});

test("an abort ends even the silence of a hanging stream", async () => {
  const stop = new AbortController();
  const fetch = createPracticeFetch(fakeClock());
  const response = await fetch(address, { method: "POST", body: body("error hang"), signal: stop.signal });
  const reading = response.text();
  setTimeout(() => stop.abort(), 20);
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
});

test("a request without streaming gets a title of the first question", async () => {
  const titleOf = async (content: string) => {
    const response = await createPracticeFetch()(address, { method: "POST", body: body(content, { stream: false }) });
    const { choices } = await response.json();
    return choices[0].message.content;
  };
  expect(await titleOf("Which day of the week was 29 February 1900?")).toBe("29 February 1900");
  expect(await titleOf("how do tides work? I mean in the Baltic.")).toBe("How do tides work?");
  expect((await titleOf("word ".repeat(100))).length).toBeLessThanOrEqual(50);
});

test("a stopped answer can be continued", async () => {
  const whole = (await ask([user("math")])).content;
  const half = { role: "assistant", content: whole.slice(0, 200) };
  const rest = await ask([user("math"), half, user("continue")]);
  expect(rest.content.startsWith(whole.slice(200, 400))).toBe(true);
  expect((await ask([user("math"), half])).content.startsWith(whole.slice(200, 400))).toBe(true);
});

test("what it cannot do is refused in words", async () => {
  const fetch = createPracticeFetch();
  expect((await fetch(address, { method: "POST", body: "{" })).status).toBe(400);
  expect((await fetch(address, { method: "POST", body: '{"messages":[]}' })).status).toBe(400);
  expect((await fetch("http://practice.invalid/v1/embeddings", { method: "POST", body: "{}" })).status).toBe(404);
  expect((await ask([user("qwertz")])).content).toContain("I did not understand");
});
