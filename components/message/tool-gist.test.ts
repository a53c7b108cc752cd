import { expect, test } from "vitest";
import { readableArguments, toolGist } from "./tool-gist";

test.each([
  ['{"expression":"2^10"}', "1024", "2^10", "→ 1024"],
  ['{"expression":"2^10"}', null, "2^10", ""],
  ["{}", "2026-11-22", "", "→ 2026-11-22"],
  ["", null, "", ""],
  ['{"city":"Bonn","days":2}', null, '{"city":"Bonn","days":2}', ""],
  ['{"city": Berlin', "no", '{"city": Berlin', "→ no"],
  ['{"n":7}', "a\n  b", "7", "→ a b"],
  ['{"where":{"x":1}}', null, '{"where":{"x":1}}', ""],
])("%j with the result %j reads %j %j", (text, result, asked, got) => {
  expect(toolGist({ arguments: text, result })).toEqual({ asked, got });
});

test("a line has an end, also for a megabyte", () => {
  const { asked, got } = toolGist({ arguments: JSON.stringify({ x: "y".repeat(1e6) }), result: "z".repeat(1e6) });
  expect(asked.length + got.length).toBeLessThan(500);
});

test("arguments are set out when they are JSON, and left as they came when they are not", () => {
  expect(readableArguments('{"a":{"b":1}}')).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
  expect(readableArguments('{"a": Berlin')).toBe('{"a": Berlin');
  expect(readableArguments('"text"')).toBe('"text"');
});
