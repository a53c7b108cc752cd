import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery, tsqueryOf } from "./search-query";
import { snippetOf } from "./search-snippet";
import { foldWord, indexedPart, maxDocumentBytes, tsvectorOf, wordsOf } from "./search-text";

const words = (text: string) => Array.from(wordsOf(text), ({ word }) => word);
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());

describe("words", () => {
  test.each([
    ["Read_file(x), don't", ["read", "file", "x", "don", "t"]],
    ["Über Straße, ÆRØ", ["uber", "strasse", "aero"]],
    ["İstanbul ﬁne ｆｕｌｌ", ["istanbul", "fine", "full"]],
    ["东京都", ["东京", "京都", "都"]],
    ["GPTで検索", ["gpt", "で検", "検索", "索"]],
    ["한국어 검색", ["한국어", "검색"]],
    ["مُحَمَّد", ["محمد"]],
    ["שָׁלוֹם", ["שלום"]],
    ["हिन्दी में", ["हिन्दी", "में"]],
    ["สวัสดีครับ", ["สวัสดี", "ครับ"]],
    ["fine 👍 done", ["fine", "👍", "done"]],
    ["… -- ** \u0301", []],
  ])("%s", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test("が keeps its mark: it is a letter, not an accent", () => {
    expect(foldWord("が")).toBe("が");
    expect(foldWord("か")).not.toBe(foldWord("が"));
  });

  test("any text: places are in it, words are folded once and for all, nothing is empty", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let before = 0;
        for (const { word, start, end } of wordsOf(text)) {
          expect(word).not.toBe("");
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(foldWord(word)).toBe(word);
          before = start;
        }
      }),
    );
  });

  test("a word of 4 kB is shortened, at no half character", () => {
    const [word] = words("𝕏".repeat(20) + "a".repeat(4000));
    expect(word?.length).toBeLessThanOrEqual(100);
    expect(words(`a${"𐐷".repeat(4000)}`)[0]?.isWellFormed()).toBe(true);
  });
});

test("100 kB of any text are indexed, and no more; a character is never cut in two", () => {
  expect(indexedPart("a".repeat(maxDocumentBytes))).toMatchObject({ isCut: false });
  const emoji = indexedPart(`a${"😀".repeat(maxDocumentBytes)}`);
  expect(emoji.isCut).toBe(true);
  expect(emoji.body.isWellFormed()).toBe(true);
  expect(Buffer.byteLength(emoji.body)).toBeGreaterThan(maxDocumentBytes - 4);
  expect(Buffer.byteLength(emoji.body)).toBeLessThanOrEqual(maxDocumentBytes);
});

test("a tsvector quotes what PostgreSQL would read, and keeps its limits of places", () => {
  expect(tsvectorOf("b a b", "A")).toBe("'b':1A,3A 'a':2A");
  const places = tsvectorOf("x ".repeat(40_000)).split(":")[1]?.split(",").map(Number) ?? [];
  expect(places).toHaveLength(255);
  const last = tsvectorOf(Array.from({ length: 20_000 }, (_, index) => `w${index}`).join(" "));
  expect(last).toContain("'w19999':16383");
});

describe("queries", () => {
  test.each([
    ["pool size ", "('pool') & ('size')"],
    ["pool siz", "('pool') & ('siz':*)"],
    ["pool si", "('pool') & ('si')"],
    ['"Connection pool" -Ürger', "('connection' <-> 'pool') & !('urger')"],
    ['-"two words" one ', "!('two' <-> 'words') & ('one')"],
    ['"never closed', "('never' <-> 'closed':*)"],
    ["read_file ", "('read' <-> 'file')"],
    ["東京都 ", "('東京' <-> '京都')"],
    ["猫", "('猫':*)"],
    ["GPTで検索abc ", "('gpt' <-> 'で検' <-> '検索') & ('abc')"],
    ["👍", "('👍')"],
  ])("%s", (typed, expected) => {
    expect(tsqueryOf(parseQuery(typed))).toBe(expected);
  });

  test.each(["", "  ", '""', "-", "-foo", "!!! ;--", "\u202e\u0301", "'"])("nothing to look for: %j", (typed) => {
    expect(tsqueryOf(parseQuery(typed))).toBeNull();
  });

  test("10 kB: the first 32 terms, said so", () => {
    const query = parseQuery("word ".repeat(2000));
    expect(query.terms).toHaveLength(32);
    expect(query.isCut).toBe(true);
  });
});

describe("snippets", () => {
  const snippet = (body: string, typed: string, isPart = false) => snippetOf(body, parseQuery(typed), isPart);
  const shown = (body: string, typed: string, isPart = false) =>
    snippet(body, typed, isPart)
      .map(({ text, hit }) => (hit ? `[${text}]` : text))
      .join("");

  test.each([
    ["The Über-pool <b>is</b> full", "uber ", "The [Über]-pool <b>is</b> full"],
    ["one pool, two pools", "pool", "one [pool], two [pools]"],
    ["pool of a connection pool", '"connection pool" ', "pool of a [connection] [pool]"],
    ["新しい東京都の地図", "東京都 ", "新しい[東京都]の地図"],
    ["line\n\n\tbreaks here", "here ", "line breaks [here]"],
  ])("%s / %s", (body, typed, expected) => {
    expect(shown(body, typed)).toBe(expected);
  });

  test("inside words, characters of expressions being characters", () => {
    expect(shown("The subprocessing (x.y)", "PROCESS", true)).toBe("The sub[process]ing (x.y)");
    expect(shown("abc(x.y)*d", '"c(x.y)*"', true)).toBe("ab[c(x.y)*]d");
  });

  test("a long text is cut around the first hit", () => {
    const text = shown(`${"before ".repeat(400)}needle ${"after ".repeat(400)}`, "needle ");
    expect(text).toMatch(/^… before .*\[needle\] after .* …$/);
    expect(text.length).toBeLessThan(260);
  });

  test("every word of any text is found in it again, and the pieces are what stands there", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, pick) => {
        const body = text.toWellFormed();
        const all = [...wordsOf(body)];
        const word = all[pick % Math.max(all.length, 1)];
        if (!word) return;
        const pieces = snippet(body, `"${body.slice(word.start, word.end)}" `);
        expect(pieces.some(({ hit }) => hit)).toBe(true);
        for (const { text: piece } of pieces) expect(piece.isWellFormed()).toBe(true);
        const flat = body.replace(/\s+/g, " ");
        for (const piece of pieces.filter(({ hit }) => hit)) expect(flat).toContain(piece.text);
      }),
    );
  });
});
