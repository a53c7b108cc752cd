import { expect, test } from "vitest";
import { ask, user } from "./practice-client.test-support";

const unfinished = (content: string) => ({ role: "assistant", content });

test.each(["math", "table", "interleaved", "long"])(
  "%s goes on from any place, with the next character",
  async (word) => {
    const { content } = await ask([user(word)]);
    const body = content.slice(0, content.lastIndexOf("\n\n*Scripted"));
    for (let at = 1; at < body.length; at += Math.ceil(body.length / 5)) {
      const rest = await ask([user(word), unfinished(body.slice(0, at))]);
      expect((body.slice(0, at) + rest.content).startsWith(body)).toBe(true);
      expect(rest.content).toContain("I went on from where it had ended.");
      expect(rest.finish).toBe("stop");
    }
  },
);

test("an answer cut by its length, its host or its connection gets a rest", async () => {
  for (const word of ["length", "error cut", "error stream", "error hang"]) {
    const half = word === "length" ? (await ask([user(word)])).content : "This text comes before the failure.";
    const rest = await ask([user(word), unfinished(half)]);
    expect(rest.content).toMatch(/this is the rest/);
    expect(rest.finish).toBe("stop");
  }
});

test("the footer goes on too, and a joined answer owes no reasoning", async () => {
  const { content } = await ask([user("math")]);
  const at = content.length - 20;
  const rest = await ask([user("math"), unfinished(content.slice(0, at))]);
  const joined = content.slice(0, at) + rest.content;
  expect(joined.startsWith(content.slice(0, -1))).toBe(true);
  const later = await ask([user("math"), { role: "assistant", content: joined }, user("table")]);
  expect(later.content).not.toContain("What is wrong");
});

test("what is not its own text is not gone on from", async () => {
  const { content } = await ask([user("math"), unfinished("Something quite different")]);
  expect(content).toContain("not my text");
});
