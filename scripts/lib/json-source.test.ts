import fc from "fast-check";
import { expect, test } from "vitest";
import { parseExact } from "@/lib/reasoning/exact-json";
import { parseWithSource } from "./json-source.mjs";

const whole = (text: string) => {
  const { value, sourceOf } = parseWithSource(text);
  return sourceOf(value);
};

test.each([
  '{"b":1,"a":2}',
  "[1.0,12345678901234567890,1e400,-0,0.1]",
  '{"__proto__":{"x":1},"17":1,"2":2}',
  '["\\u0000","\\ud83d","\\"","\\\\","😀"]',
  "[]",
  "{}",
  '[[],{},null,true,false,""]',
])("%s keeps its text", (text) => {
  expect(whole(text)).toBe(text);
});

test("white space goes, escapes that need not be are written plainly", () => {
  expect(whole(' { "a" :\n[ 1 , "\\u0041 b" ] } ')).toBe('{"a":[1,"A b"]}');
});

test("parts have their own text, in the order of the file", () => {
  const { value, sourceOf } = parseWithSource('{"x":[{"10":1.0,"9":"ü"}],"y":"z"}');
  const object = value as { x: unknown[]; y: string };
  expect(sourceOf(object.x as never)).toBe('[{"10":1.0,"9":"ü"}]');
  expect(sourceOf(object.y)).toBe('"z"');
});

test.each(["", "{", "[1,]", "[1 2]", '{"a"}', '"', "[1]x", "nul", "01", '{"a":1,}', "'a'"])("%j is no JSON", (text) => {
  expect(() => parseWithSource(text)).toThrow(SyntaxError);
});

test("whatever is printed by the product reads back as its own text", () => {
  const odd = fc.constantFrom(1.5, "\u0000", "\ud800", "\u2028", '"\\', { "7": 1, a: [] });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue({ stringUnit: "binary" }), fc.array(odd)), (value) => {
      const text = JSON.stringify(parseExact(JSON.stringify(value)));
      expect(whole(text)).toBe(text);
      expect(whole(JSON.stringify(value, null, 2))).toBe(text);
    }),
  );
});
