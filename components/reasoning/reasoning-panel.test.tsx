import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ReasoningPanel, type ReasoningPanelProps } from "./reasoning-panel";

const finished: ReasoningPanelProps = {
  part: { text: "One.\n\nTwo.", kind: "raw", durationMs: 4_210 },
  isStreaming: false,
  startedAt: null,
  tokens: 412,
};
const draw = (props: Partial<ReasoningPanelProps>) => renderToStaticMarkup(<ReasoningPanel {...finished} {...props} />);
const words = (html: string) => html.replace(/<[^>]+>/g, "");

test("folded when finished: one line, and a region to open", () => {
  const html = draw({});
  expect(words(html)).toBe("Reasoning, 4.2 s, 412 tokens");
  expect(html).toContain('aria-expanded="false"');
  const [, id] = /aria-controls="([^"]+)"/.exec(html) ?? [];
  expect(html).toContain(`id="${id}" role="region" aria-label="Reasoning" class="text" hidden=""`);
  expect(html).toContain('aria-label="Copy reasoning"');
});

test("open while it streams, with timer, numbered paragraphs and a caret at the end", () => {
  const html = draw({
    part: { text: "One.\n\nTwo <b>", kind: "raw", durationMs: null },
    isStreaming: true,
    startedAt: Date.now() - 7_300,
    tokens: 341,
  });
  expect(html).toContain('aria-expanded="true"');
  expect(words(html)).toMatch(/^Reasoning, 7\.\d s, 341 tokens so farRaw reasoning, unmoderated/);
  expect(html).toMatch(
    /<p dir="auto">.*One\..*<\/p><p dir="auto">.*Two &lt;b&gt;.*<span class="caret" aria-hidden="true"><\/span><\/p>/,
  );
});

test("figures that are not known are left out", () => {
  expect(words(draw({ tokens: null }))).toBe("Reasoning, 4.2 s");
  expect(words(draw({ part: { text: "a", kind: "summary", durationMs: null }, tokens: null }))).toBe("Reasoning");
});

test("hidden reasoning is one line without a button", () => {
  const html = draw({ part: { text: "", kind: "hidden", durationMs: 4_210 } });
  expect(words(html)).toBe("Reasoning, 4.2 s, 412 tokensHidden by the provider, kept and returned");
  expect(html).not.toContain("<button");
});
