import { describe, expect, test } from "vitest";
import { goOn, type JoinableCall, joinCalls, reopen } from "./continued";

const said = (content: string | null): JoinableCall => ({ content, refusal: null, toolCalls: [] });
const ran = (content: string | null, result: string | null = "4"): JoinableCall => ({
  content,
  refusal: null,
  toolCalls: [{ result }],
});

/** The messages that go out: what stands in each of them. */
const messagesOf = ({ calls, unfinished }: { calls: JoinableCall[]; unfinished?: string }) => [
  ...calls.filter((call) => !call.isContinued).map((call) => (call.prefix ?? "") + (call.content ?? "")),
  ...(unfinished ? [unfinished] : []),
];

describe("joining", () => {
  test("an ordinary answer stays as it is", () => {
    expect(joinCalls([], [ran("a"), said("b")])).toEqual({ calls: [ran("a"), said("b")] });
  });

  test.each<[string, JoinableCall[], JoinableCall[], string[]]>([
    ["words of two answers are one message", [said("ab")], [said("cd")], ["abcd"]],
    ["of three as well", [said("ab"), said("cd")], [said("ef")], ["abcdef"]],
    ["a tool that has run keeps its message", [ran("look: "), said("ab")], [said("cd")], ["look: ", "abcd"]],
    ["a tool that never ran is left out with its arguments", [ran("ab", null)], [said("cd")], ["abcd"]],
    ["the continuation calls a tool", [said("ab")], [ran("cd"), said("ef")], ["abcd", "ef"]],
    ["the continuation said nothing", [said("ab")], [said(null)], ["ab"]],
    ["the continuation has not begun", [said("ab")], [], ["ab"]],
    ["nothing but a tool before", [ran(null)], [said("cd")], ["", "cd"]],
  ])("%s", (_, kept, own, expected) => {
    expect(messagesOf(joinCalls(kept, own))).toEqual(expected);
  });
});

test("opening an answer again and going on is the same as joining, wherever it was cut", () => {
  const text = "The quick brown fox 😀 jumps.";
  for (let first = 0; first <= text.length; first += 1) {
    for (let second = first; second <= text.length; second += 3) {
      const parts = [text.slice(0, first), text.slice(first, second), text.slice(second)].map(said);
      const [one, two, three] = parts;
      if (!one || !two || !three) throw new Error("three parts");
      const open = reopen(joinCalls([one], [two]));
      expect(messagesOf(open)).toEqual(second === 0 ? [] : [text.slice(0, second)]);
      expect(open.calls.every((call) => call.isContinued)).toBe(true);
      expect(messagesOf(goOn(open, [three]))).toEqual([text]);
      expect(messagesOf(joinCalls([one, two], [three]))).toEqual([text]);
    }
  }
});

test("after a tool that has run there is nothing to open: its result is the end of the request", () => {
  const open = reopen({ calls: [ran("a")] });
  expect(open).toMatchObject({ unfinished: "" });
  expect(messagesOf(goOn(open, [said("b")]))).toEqual(["a", "b"]);
});
