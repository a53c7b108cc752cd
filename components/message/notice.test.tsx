import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { MessageView } from "@/lib/conversation/message";
import { type ErrorCode, errorCodes } from "@/lib/errors/codes";
import { storedAnswer } from "./answer.fixtures";
import { noActions } from "./message.fixtures";
import { AnswerNotice } from "./notice";

const draw = (message: MessageView) =>
  renderToStaticMarkup(<AnswerNotice message={message} unsent={null} isBusy={false} actions={noActions} />);
/** Name and weight of each step, in order. */
const steps = (html: string) =>
  [...html.matchAll(/class="btn ?(?:num )?([a-z]*)"[^>]*>([^<]+)</g)].map(([, weight, name]) => `${name}: ${weight}`);
const failed = (status: MessageView["status"], code: ErrorCode) =>
  storedAnswer(status, { error: { code, message: errorCodes[code].userMessage } });
const wordless = (message: MessageView): MessageView => ({ ...message, parts: [] });

test.each([
  ["stopped", storedAnswer("stopped")],
  ["a length limit", storedAnswer("done", { finishReason: "length" })],
  ["a line that broke", failed("interrupted", "provider_cut")],
  ["an error in the stream", failed("failed", "provider_failed")],
])("%s: Continue is the next step, and Try again stands quietly beside it", (_, message) => {
  expect(steps(draw(message))).toEqual(["Continue: primary", "Try again: quiet"]);
});

test("with nothing to continue Try again is the next step, but not after a length limit", () => {
  expect(steps(draw(wordless(failed("failed", "provider_failed"))))).toEqual(["Try again: primary"]);
  expect(steps(draw(wordless(storedAnswer("done", { finishReason: "length" }))))).toEqual(["Try again: quiet"]);
});

test.each(["completion_interrupted", "server_stopped"] as const)("%s: one sentence on what is kept", (code) => {
  const html = draw(failed("interrupted", code));
  expect(html).toContain(errorCodes[code].userMessage);
  expect(html.match(/\bkept\b/g)).toHaveLength(1);
  expect(draw(failed("interrupted", "provider_cut"))).toContain("kept word for word");
});

test("after a server that died the sentence does not promise the last second", () => {
  expect(draw(failed("interrupted", "completion_interrupted"))).toContain("All of it but, at most, its last second");
});
