import { expect, test } from "vitest";
import { codeLanguage, codeTitle, fileNameFor } from "./code-info";
import { toCsv } from "./csv";
import { highlight } from "./highlight";
import { linesOf } from "./ink";
import { inkNext, nothingInked, runsOf } from "./ink-steps";

test("code is inked, and stays the same text", () => {
  const code = 'const a = 42; // note\nreturn "x";';
  const runs = highlight(code, "ts") ?? [];
  expect(runs.map((run) => run.text).join("")).toBe(code);
  expect(runs.filter((run) => run.ink).map(({ text, ink }) => [text, ink])).toEqual([
    ["const", "k"],
    ["42", "v"],
    ["// note", "c"],
    ["return", "k"],
    ['"x"', "s"],
  ]);
  for (const run of runs) expect(code.slice(run.start, run.start + run.text.length)).toBe(run.text);
  expect(highlight(code, "nosuchlanguage")).toBeNull();
});

test("groups of lines that are complete do not change while code grows", () => {
  const grow = (lines: number) => linesOf([{ start: 0, text: "a b\n".repeat(lines), ink: null }]);
  expect(grow(100)).toHaveLength(3);
  expect(grow(130).slice(0, 2)).toEqual(grow(100).slice(0, 2));
});

test.each([
  ["ts", "ts", "ts", "code.ts"],
  ["", "", "text", "code.txt"],
  ["Python", "python", "python", "code.py"],
  ['ts title="src/a.ts"', "ts", "src/a.ts", "a.ts"],
  ["ini pgbouncer.ini", "ini", "pgbouncer.ini", "pgbouncer.ini"],
  ["js:lib/x.js", "js", "lib/x.js", "x.js"],
  ["sh title=../../.bashrc", "sh", "../../.bashrc", "bashrc"],
  ["{.python}", "", "text", "code.txt"],
])("fence %j", (info, language, title, name) => {
  expect([codeLanguage(info), codeTitle(info), fileNameFor(info)]).toEqual([language, title, name]);
});

test("CSV quotes what needs it", () => {
  expect(
    toCsv([
      ["a", 'b "c"'],
      ["1,5", "x\ny"],
    ]),
  ).toBe('a,"b ""c"""\r\n"1,5","x\ny"\r\n');
});

test("other names of a language, and languages inside it, are known", () => {
  expect(highlight("<style>a { color: red }</style>", "html")?.some((run) => run.ink !== null)).toBe(true);
  for (const name of ["tsx", "py", "sh", "yml", "c++", "toml", "rs"]) expect(highlight("a = 1", name)).not.toBeNull();
  expect(highlight("x", "constructor")).toBeNull();
});

test("long code is inked in steps that add up to the same text", () => {
  const code = 'function f() {\n  return "a"; // b\n}\n\n'.repeat(500);
  let inked = nothingInked;
  let steps = 0;
  while (inked.settledTo < code.length) {
    inked = inkNext(inked, { code, isOpen: false }, (part) => highlight(part, "js"));
    expect(
      runsOf(inked, code)
        .map((run) => run.text)
        .join(""),
    ).toBe(code);
    steps++;
  }
  expect(steps).toBeGreaterThan(4);
  for (const run of inked.runs) expect(code.slice(run.start, run.start + run.text.length)).toBe(run.text);
  expect(inked.runs.filter((run) => run.ink === "c")).toHaveLength(500);
});

test("growing code keeps what is settled and inks the rest again", () => {
  const ink = (part: string) => highlight(part, "js");
  const first = inkNext(nothingInked, { code: 'const a = "', isOpen: true }, ink);
  const second = inkNext(first, { code: 'const a = "b"; // c', isOpen: true }, ink);
  expect(second.runs.map((run) => run.text)).toEqual(["const", " a = ", '"b"', "; ", "// c"]);
  expect(runsOf(second, 'const a = "b"; // c\nmore').at(-1)).toEqual({ start: 19, text: "\nmore", ink: null });
  expect(runsOf(second, "other")).toEqual([{ start: 0, text: "other", ink: null }]);
});
