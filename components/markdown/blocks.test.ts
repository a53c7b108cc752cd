import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, allBlocks, type Blocks, finish, noBlocks } from "./blocks";
import { documents, longDocument } from "./blocks.fixtures";
import { lex } from "./engine";
import { isDrawn, type MarkdownToken } from "./tokens";

function stream(text: string, cuts: readonly number[]): Blocks {
  let blocks = noBlocks;
  for (const cut of [...cuts].sort((a, b) => a - b)) blocks = advance(blocks, text.slice(0, cut));
  return advance(blocks, text);
}

/** What is drawn, without the line ends that the lexer counts now to a block and now to the space after it. */
function shape(tokens: readonly MarkdownToken[]): unknown {
  return JSON.parse(JSON.stringify(tokens, (key, value) => (key === "raw" ? value.trimEnd() : value)));
}

const whole = (text: string) => lex(text.replace(/\r\n?/g, "\n")).tokens.filter(isDrawn);
const tokensOf = (blocks: Blocks) => allBlocks(blocks).map((block) => block.token);

describe.each(Object.entries(documents))("%s", (_name, text) => {
  const cutsOf = fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 60 });

  test("ends as a parse of the whole text, wherever it was cut", () => {
    fc.assert(
      fc.property(cutsOf, (cuts) => {
        expect(shape(tokensOf(finish(stream(text, cuts), text)))).toEqual(shape(whole(text)));
      }),
      { numRuns: 40 },
    );
  });

  test("closes only what the whole text confirms", () => {
    if (/^\[[^\]]+\]:/m.test(text)) return; // a later definition changes earlier blocks; finish() covers it
    const expected = whole(text);
    fc.assert(
      fc.property(cutsOf, (cuts) => {
        const closed = stream(text, cuts).closed.map((block) => block.token);
        expect(shape(closed)).toEqual(shape(expected.slice(0, closed.length)));
      }),
      { numRuns: 40 },
    );
  });

  test("character by character, closed blocks keep identity and place", () => {
    let blocks = noBlocks;
    for (let end = 1; end <= text.length; end++) {
      const next = advance(blocks, text.slice(0, end));
      for (const [index, block] of blocks.closed.entries()) expect(next.closed[index]).toBe(block);
      expect(allBlocks(next).map((block) => block.id)).toEqual(allBlocks(next).map((_, index) => index));
      blocks = next;
    }
    expect(blocks.closed.length).toBeGreaterThanOrEqual(whole(text).length - 2);
  });
});

test("the end keeps the blocks that were already right", () => {
  const text = longDocument(2_000);
  const blocks = stream(
    text,
    Array.from({ length: 200 }, (_, index) => index * 40),
  );
  const done = finish(blocks, text);
  expect(blocks.closed.length).toBeGreaterThan(20);
  for (const [index, block] of blocks.closed.entries()) expect(done.closed[index]).toBe(block);
});

test("a definition that comes later turns earlier brackets into links", () => {
  const text = "See [the guide].\n\nMore.\n\n[the guide]: https://example.org/guide\n";
  const done = finish(stream(text, [10, 20, 30]), text);
  expect(JSON.stringify(done.closed[0]?.token)).toContain('"href":"https://example.org/guide"');
});

test("a definition that is still being written is not kept half", () => {
  const text = "[a]: https://example.org/long\n\nSee [a].\n\nEnd.";
  let blocks = noBlocks;
  for (let end = 1; end <= text.length; end++) blocks = advance(blocks, text.slice(0, end));
  expect(JSON.stringify(allBlocks(blocks)[0]?.token)).toContain('"href":"https://example.org/long"');
});

test("other text starts afresh", () => {
  const first = advance(noBlocks, "# One\n\nTwo\n\nThree");
  expect(tokensOf(advance(first, "Other")).map((token) => token.type)).toEqual(["paragraph"]);
});

test("a marker alone does not turn the paragraph above into a heading", () => {
  const types = (text: string) => tokensOf(advance(noBlocks, text)).map((token) => token.type);
  expect(types("You need:\n-")).toEqual(["paragraph"]);
  expect(types("You need:\n- a")).toEqual(["paragraph", "list"]);
  expect(types("Title\n---\n")).toEqual(["heading"]);
});

test("a fence grows without being read again and closes at once", () => {
  const open = advance(noBlocks, "```ts\nconst a = 1;\n");
  expect(open.fence).not.toBeNull();
  const grown = advance(open, "```ts\nconst a = 1;\nconst b = 2;\n``");
  expect(allBlocks(grown)[0]).toMatchObject({
    isOpen: true,
    token: { lang: "ts", text: "const a = 1;\nconst b = 2;" },
  });
  const closed = advance(grown, "```ts\nconst a = 1;\nconst b = 2;\n```\n");
  expect(closed.open).toEqual([]);
  expect(closed.closed[0]).toMatchObject({ isOpen: false, token: { lang: "ts", text: "const a = 1;\nconst b = 2;" } });
});

test("hostile nesting and endless runs are read in bounded time", () => {
  const started = performance.now();
  for (const piece of ["> ", "- ", "**a*b", "[a](", "![", "\\(", "$$ ", "_a ", "<a ", "| ", "[", "\\["]) {
    finish(noBlocks, piece.repeat(8_000));
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("names that objects have of their own are ordinary definitions", () => {
  const text =
    "[constructor]: https://example.org/c\n[__proto__]: https://example.org/p\n\n[constructor] [__proto__] &constructor;\n\nEnd.";
  let blocks = noBlocks;
  for (let end = 1; end <= text.length; end++) blocks = advance(blocks, text.slice(0, end));
  for (const state of [blocks, finish(noBlocks, text)]) {
    const drawn = JSON.stringify(allBlocks(state)[0]?.token);
    expect(drawn).toContain('"href":"https://example.org/c"');
    expect(drawn).toContain('"href":"https://example.org/p"');
  }
});
