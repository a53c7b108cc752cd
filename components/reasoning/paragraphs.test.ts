import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceParagraphs, fencedCode, noParagraphs, piecesOf } from "./paragraphs";

function splitParagraphs(text: string) {
  const { closed, open } = advanceParagraphs(noParagraphs, text);
  return open ? [...closed, open] : closed;
}
const textsOf = (text: string) => splitParagraphs(text).map((paragraph) => paragraph.text);

test("blank lines part paragraphs, whatever they are made of", () => {
  expect(textsOf("\n\nOne\nstill one\n\n \t\nTwo\r\n\r\nThree\n")).toEqual(["One\nstill one", "Two", "Three"]);
});

test("a fence is one paragraph, blank lines inside it included", () => {
  const text = "Try:\n```py\na = 1\n\nb = 2\n```\nThen this.";
  expect(splitParagraphs(text)).toEqual([
    { id: 0, text: "Try:", isCode: false },
    { id: 1, text: "```py\na = 1\n\nb = 2\n```", isCode: true },
    { id: 2, text: "Then this.", isCode: false },
  ]);
  expect(fencedCode("```py\na = 1\n\nb = 2\n```")).toEqual({ info: "py", code: "a = 1\n\nb = 2" });
  expect(fencedCode("~~~\nopen\n``")).toEqual({ info: "", code: "open\n``" });
});

test("cut anywhere, the end is the same and closed paragraphs keep their identity", () => {
  const text = "One\n\nTwo `code`\nmore\n\n```js\nx\n\ny\n```\n\n\nLast one\r\n\r\nEnd";
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (cuts) => {
      let paragraphs = noParagraphs;
      for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
        const next = advanceParagraphs(paragraphs, text.slice(0, cut));
        for (const [index, closed] of paragraphs.closed.entries()) expect(next.closed[index]).toBe(closed);
        paragraphs = next;
      }
      const all = paragraphs.open ? [...paragraphs.closed, paragraphs.open] : paragraphs.closed;
      expect(all).toEqual(splitParagraphs(text));
    }),
  );
});

test("pieces of a long paragraph never move while it grows", () => {
  const text = `${"Words and more words. ".repeat(200)}${"字".repeat(3_000)}${"😀".repeat(900)}`;
  const whole = piecesOf(text);
  expect(whole.map((piece) => piece.text).join("")).toBe(text);
  for (let end = 0; end < text.length; end += 97) {
    const grown = piecesOf(text.slice(0, end)).slice(0, -1);
    expect(grown).toEqual(whole.slice(0, grown.length));
  }
});
