import { expect, test } from "vitest";
import { continuationOf, newAnswer } from "./conversation-state";
import { withFrame, withLine } from "./live-changes";

const live = {
  messageId: "a",
  message: newAnswer("a", "q"),
  startedAt: 1000,
  reasoningStartedAt: null,
  lastWordAt: 5000,
  modelName: "m",
  keptParts: 0,
  lostAt: null,
  isCatchingUp: false,
  attempt: null,
};

test("the time in which the line was away is nobody's silence", () => {
  const lost = withLine(withLine(live, "lost", 8000), "lost", 11_000);
  expect(lost).toMatchObject({ lostAt: 8000, lastWordAt: 5000 });
  const back = withLine(lost, "back", 20_000);
  // three seconds before it was lost, and none since
  expect(back).toMatchObject({ lostAt: null, lastWordAt: 17_000 });
  expect(withLine(back, "back", 30_000)).toBe(back);
});

test("a frame says that the line is back, also one without a word", () => {
  const previous = live.message;
  const lost = withLine(live, "lost", Date.now() - 60_000);
  const { live: now } = withFrame({ messages: [previous], live: lost }, continuationOf("a", previous), {
    id: "a",
    role: "assistant",
    parts: [],
  });
  expect(now?.lostAt).toBeNull();
  expect(now?.lastWordAt).toBeGreaterThanOrEqual(64_000);
});
