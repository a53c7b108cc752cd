import { afterEach, expect, test } from "vitest";
import { forgetRunning, markIdle, markOnly, markRunning, runningStore } from "./running";

const marked = () => [...runningStore.read()];
const told = (answerId: string, at = 0) => ({
  conversationId: "c",
  answerId,
  startedAt: new Date(at).toISOString(),
});
afterEach(() => {
  forgetRunning("c");
  forgetRunning("d");
});

test("a conversation is marked until the last of its answers has ended, wherever that is known from", () => {
  markRunning("c", 5);
  markRunning("c", 7, "one");
  markRunning("c", 3, "two");
  expect(marked()).toEqual([["c", 3]]);
  markIdle("c", "two");
  markIdle("c");
  expect(marked()).toEqual([["c", 7]]);
  markIdle("c", "one");
  expect(marked()).toEqual([]);
});

test("an end that was missed is made up for by the next list, and what this page runs itself stays", () => {
  markRunning("c", 7, "one");
  markRunning("d", 9);
  markOnly([told("two", 4)]);
  expect(marked()).toEqual([
    ["d", 9],
    ["c", 4],
  ]);
  markOnly([]);
  expect(marked()).toEqual([["d", 9]]);
});

test("a conversation that is gone has nothing running", () => {
  markRunning("c", 1);
  markRunning("c", 2, "one");
  forgetRunning("c");
  expect(marked()).toEqual([]);
});
