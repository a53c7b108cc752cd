import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { newAnswer } from "@/components/conversation/conversation-state";
import { Silence } from "./silence";
import { Stages } from "./stages";

const message = newAnswer("a", "q");
const live = {
  messageId: "a",
  message,
  startedAt: 0,
  reasoningStartedAt: null,
  lastWordAt: 0,
  modelName: "m",
  keptParts: 0,
  lostAt: null,
  isCatchingUp: false,
  attempt: null,
};
const stages = (keptParts: number) =>
  renderToStaticMarkup(<Stages message={message} live={{ ...live, keptParts }} onStop={() => {}} />);

test("an answer that goes on does not announce reasoning that may not come", () => {
  expect(stages(1)).not.toContain("Reasoning");
  expect(stages(1)).toContain("Answering");
  expect(stages(0)).toContain("Reasoning");
});

test("a lost line is told at the end of the text, where the next word would come", () => {
  const silence = (lostAt: number | null) =>
    renderToStaticMarkup(<Silence message={message} live={{ ...live, lostAt }} />);
  expect(silence(1)).toContain("Connection lost, taking it up again");
  expect(silence(null)).not.toContain("Connection lost");
});
