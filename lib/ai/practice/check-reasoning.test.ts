import { expect, test } from "vitest";
import { ask, assistant, user, type WireMessage } from "./practice-client.test-support";

async function converse(...questions: string[]): Promise<WireMessage[]> {
  const messages: WireMessage[] = [];
  for (const question of questions) {
    messages.push(user(question));
    messages.push(assistant(await ask(messages)));
  }
  return messages;
}

const verdict = async (messages: WireMessage[]) => (await ask([...messages, user("help")])).content;

test("unchanged reasoning is confirmed, on every kind of block and beyond one turn", async () => {
  const messages = await converse("table", "summary", "interleaved", "length");
  expect(await verdict(messages)).toContain(
    "I checked the request: 6 of 6 earlier reasoning blocks came back unchanged, signatures valid.",
  );
});

test("the first turn has nothing to check", async () => {
  expect(await verdict([])).not.toContain("I checked");
});

test("a missing block is named with its place", async () => {
  const [question, answer, ...more] = await converse("table", "math");
  const bare = { role: "assistant", content: answer?.content ?? "" };
  const content = await verdict([question ?? user(""), bare, ...more]);
  expect(content).toContain("1 of 2 earlier reasoning blocks");
  expect(content).toContain("answer 1 (messages[1]) has no reasoning_details");
});

test.each([
  ["altered words", { text: "other words" }, "was altered: its signature does not match"],
  ["a lost signature", { signature: undefined }, "has lost its signature"],
  ["an added key", { id: null }, "has its keys in another order or number"],
])("%s are noticed", async (_, change, fault) => {
  const [question, answer] = await converse("table");
  const details = answer?.reasoning_details;
  const changed = Array.isArray(details) ? details.map((detail) => ({ ...detail, ...change })) : [];
  const content = await verdict([question ?? user(""), { ...(answer ?? user("")), reasoning_details: changed }]);
  expect(content).toContain(fault);
  expect(content).toContain("0 of 1");
});

test("another key order is noticed", async () => {
  const [question, answer] = await converse("table");
  const details = answer?.reasoning_details;
  const turned = Array.isArray(details)
    ? details.map((detail) => Object.fromEntries(Object.entries(detail).reverse()))
    : [];
  const content = await verdict([question ?? user(""), { ...(answer ?? user("")), reasoning_details: turned }]);
  expect(content).toContain("another order");
});

test("blocks that changed places are noticed; the same question asked twice is fine", async () => {
  const [q1, a1, q2, a2] = await converse("table", "math");
  if (!q1 || !a1 || !q2 || !a2) throw new Error("four messages expected");
  const swap = (to: WireMessage, from: WireMessage) => ({ ...to, reasoning_details: from.reasoning_details });
  expect(await verdict([q1, swap(a1, a2), q2, swap(a2, a1)])).toContain("belongs to another answer");
  expect(await verdict(await converse("table", "table"))).toContain(
    "2 of 2 earlier reasoning blocks came back unchanged",
  );
});

test("stopped and edited answers owe nothing, and neither do other models", async () => {
  const [question, answer] = await converse("table");
  const stopped = { role: "assistant", content: answer?.content?.slice(0, 50) ?? "" };
  expect(await verdict([question ?? user(""), stopped])).not.toContain("I checked");
  expect(await verdict([question ?? user(""), { role: "assistant", content: "Edited." }])).not.toContain("I checked");
  const other = {
    role: "assistant",
    content: "Hi",
    reasoning_details: [{ type: "reasoning.text", text: "hm", index: 0 }],
  };
  expect(await verdict([user("hello"), other])).toContain("1 more came from another model");
});

test("answers with excluded reasoning owe nothing", async () => {
  const { content } = await ask([user("table")], { reasoning: { exclude: true } });
  expect(await verdict([user("table"), { role: "assistant", content }])).not.toContain("I checked");
});
