import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { MessageView } from "@/lib/conversation/message";
import { storedAnswer } from "./answer.fixtures";
import { Folio } from "./folio";
import { noActions } from "./message.fixtures";

const facts = (message: MessageView) => {
  const html = renderToStaticMarkup(
    <Folio message={message} completion={message.completion} isBusy={false} actions={noActions} />,
  );
  return /aria-label="Answer details"[^>]*>(.*?)<\/button>/s.exec(html)?.[1]?.replace(/<[^>]+>/g, "");
};

test("figures are told when something of an answer came", () => {
  expect(facts(storedAnswer("done"))).toBe("time not reported, tokens not reported, cost not reported");
  const paid = { ...storedAnswer("failed", { cost: "0.01" }), parts: [] };
  expect(facts(paid)).toContain("tokens not reported, $0.01");
});

test("a request that brought nothing has no figures, and its details all the same", () => {
  expect(facts({ ...storedAnswer("failed"), parts: [] })).toBe("Details");
});
