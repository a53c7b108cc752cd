import { expect, test } from "vitest";
import type { MessageView } from "@/lib/conversation/message";
import { storedAnswer } from "./answer.fixtures";
import { remarkOf } from "./remark-of";

const answer = (status: MessageView["status"], finishReason: string | null) => storedAnswer(status, { finishReason });

test.each([
  ["done", "size", "The answer reached this server's size limit and ends here."],
  ["done", "length", "The answer reached its length limit and ends here."],
  ["done", "content_filter", "The provider's filter ended this answer."],
  ["done", "repetition", "The model began to repeat itself; the answer was ended."],
  ["stopped", null, "Stopped. What came until then is kept."],
] as const)("%s, %s: %s", (status, finishReason, words) => {
  expect(remarkOf(answer(status, finishReason))?.text).toBe(words);
});

test("an answer that simply ended has no remark", () => {
  expect(remarkOf(answer("done", "stop"))).toBeNull();
  expect(remarkOf(answer("running", null))).toBeNull();
});
