import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunksOfFile, recordedDir } from "./__fixtures__/recorded";
import { recordOf } from "./__fixtures__/support";
import { createRepetitionWatch, repetitionLimits } from "./repetition";

const kinds = ["reasoning", "text"] as const;

/** Where the watch said so: the number of characters pushed until then, in pieces of this size; null = never. */
function endOf(text: string, kind: (typeof kinds)[number], piece = text.length): number | null {
  const watch = createRepetitionWatch(kind);
  for (let at = 0; at < text.length; at += piece) if (watch.push(text.slice(at, at + piece))) return at + piece;
  return null;
}
const many = (line: string, count: number) => line.repeat(count);
const rows = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => row(i)).join("");

/** Texts a person may ask for, each longer than is likely. */
const honest: [string, string][] = [
  ["two hundred lines as a punishment", many("I will not talk in class.\n", 200)],
  ["ten thousand zeros in a list", many("0, ", 10_000)],
  ["twenty thousand zeros", many("0", 20_000)],
  ["ha ha ha", many("ha ", 5_000)],
  ["a wide table of dashes", many(`|${many("---|", 40)}\n`, 100)],
  ["an empty table", many("|   |   |   |   |\n", 800)],
  ["CSV rows", rows(20_000, (i) => `${i},false,0.00,2024-01-01T00:00:00Z,unknown,unknown\n`)],
  ["CSV rows that are all the same", many("false,0.00,2024-01-01T00:00:00Z,unknown,unknown\n", 300)],
  ["ASCII art with a large sky", many(`${many(" ", 120)}\n`, 300) + many("/\\/\\/\\/\\_____/\\/\\/\\\n", 200)],
  ["generated code", rows(4000, (i) => `  expect(values[${i}]).toBe(expected[${i}]);\n`)],
  ["the same statement, unrolled", many("    result = result * base % modulus;\n", 256)],
  ["an HTML table of empty cells", many("<tr><td></td><td></td><td></td></tr>\n", 350)],
  ["blank lines", many("\n", 10_000)],
  ["base64 of an empty picture", many("A", 15_000)],
  ["a long count", rows(50_000, (i) => `${i} `)],
  ["a refrain", rows(200, (i) => `Verse ${i}\nAnd so we sing the song again, the song we always sing.\n`)],
  ["Chinese prose with equal sentences", many("我们再来一次,从头开始想这个问题。", 400)],
];

describe("what is no runaway", () => {
  test.each(honest)("%s, as an answer", (_, text) => {
    expect(endOf(text, "text")).toBeNull();
  });

  test("random words, however many", () => {
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 200, maxLength: 400 }), (words) => {
        const text = rows(200, (i) => words.map((each, at) => (at % 7 === i % 7 ? `${each}${i}` : each)).join(" "));
        for (const kind of kinds) expect(endOf(text, kind)).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  const folder = recordedDir();
  test.skipIf(folder === null)("the recorded answers of real models", () => {
    const files = readdirSync(folder ?? "").filter((file) => /\.(sse|jsonl)$/.test(file));
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const { reasoning, wire } = recordOf(chunksOfFile(join(folder ?? "", file)));
      expect([file, endOf(reasoning.text ?? "", "reasoning"), endOf(wire.content ?? "", "text")]).toEqual([
        file,
        null,
        null,
      ]);
    }
  });
});

describe("a runaway", () => {
  // A dozen letters, six of them different: words, and no filler.
  const phrase = fc
    .tuple(fc.constant("Wait, let me check "), fc.string({ minLength: 0, maxLength: 900, unit: "grapheme" }))
    .map(([words, rest]) => words + rest);

  test("any phrase of up to a thousand characters, after any beginning, is found soon after its limit", () => {
    fc.assert(
      fc.property(phrase, fc.string({ maxLength: 3000 }), fc.constantFrom(...kinds), (round, before, kind) => {
        const { words, rounds } = repetitionLimits[kind];
        const text = before + many(round, Math.ceil(words / round.length) + rounds + 4);
        const end = endOf(text, kind, 1);
        expect(end).not.toBeNull();
        expect(end).toBeGreaterThanOrEqual(Math.max(words, rounds * 1));
        expect(end).toBeLessThanOrEqual(before.length + Math.max(words, rounds * round.length) + 3 * round.length + 32);
      }),
      { numRuns: 60 },
    );
  });

  test("wherever the pieces are cut, it is found at the same character", () => {
    const text = `A beginning. ${many("The same words again and again. ", 1000)}`;
    const exact = endOf(text, "text", 1);
    for (const piece of [2, 3, 7, 64]) expect(endOf(text, "text", piece)).toBe(Math.ceil((exact ?? 0) / piece) * piece);
  });

  test("fillers without end", () => {
    for (const filler of ["!", "0, ", "ha ", "\n", "| - "]) {
      expect(endOf(many(filler, 100_000), "reasoning", 100)).toBeLessThan(26_000);
      expect(endOf(many(filler, 100_000), "text", 100)).toBeLessThan(50_000);
    }
  });

  test("what was broken off begins anew", () => {
    const nearly = many("The same words again and again. ", 400);
    expect(endOf(many(`${nearly}But now something else: 1 2 3.\n`, 1) + nearly, "text")).toBeNull();
  });
});

test("the work does not grow with the text", () => {
  const watch = createRepetitionWatch("text");
  const block = rows(20_000, (i) => `word${i * 7919} `);
  const time = () => {
    const startedAt = performance.now();
    for (let i = 0; i < 5; i += 1) watch.push(block);
    return performance.now() - startedAt;
  };
  time();
  const early = time();
  for (let i = 0; i < 20; i += 1) watch.push(block);
  const late = time();
  // Twenty-five times as much had been read by then; the margin is for a busy machine.
  expect(late).toBeLessThan(early * 4 + 20);
});
