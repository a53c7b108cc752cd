import { expect, test } from "vitest";
import { parseExact } from "@/lib/reasoning/exact-json";
import { parseInSlices } from "./sliced-json";

const sliced = (text: string, maxDepth = 64) => parseInSlices(text, { key: "messages", maxDepth, parse: parseExact });

test.each([
  '{"messages":[]}',
  '{"messages":[ ]}',
  '{"a":1.0,"messages":[{"id":"x","n":12345678901234567890},{"id":"y","list":[1,[2,3]],"s":"]},{\\"["}],"b":{"messages":[1,2]}}',
  '{"messages" : [1 , "two,]" , null, {"a":[{}]}] , "z": "messages"}',
  '{"x":"messages","messages":[1]}',
  '{"x":["messages",[1,2]],"messages":[3]}',
  '{"messages":[1],"messages":[2,3]}',
  '{"messages":[1],"messages":[]}',
  '{"messages":[1],"messages":7}',
  '{"messages":{"a":1}}',
  '{"m\\u0065ssages":[1,2]}',
  '{"messages":[1],"m\\u0065ssages":[]}',
  '["messages",[1,2]]',
  '"messages"',
  "17",
  `{"messages":["${"x".repeat(1_200_000)}\\\\","${"\\\\".repeat(600_000)}"]}`,
])("case %# is what it is in one piece", async (text) => {
  expect(JSON.stringify((await sliced(text))?.value)).toBe(JSON.stringify(parseExact(text)));
});

test.each([
  '{"messages":[1,]}',
  '{"messages":[,1]}',
  '{"messages":[1,,2]}',
  '{"messages":[1 2]}',
  '{"messages":[1]',
  '{"messages":[1}',
  '{"messages":[{]}}',
  '{"messages":[1]]}',
  '{"messages":[1] "b":2}',
  '{"messages":["a]}',
  "",
])("%s is no JSON", async (text) => {
  await expect(sliced(text)).rejects.toThrow(SyntaxError);
});

test("the depth is counted before anything recursive sees the text", async () => {
  const nested = (depth: number) => `{"messages":[${"[".repeat(depth - 2)}${"]".repeat(depth - 2)}]}`;
  expect(await sliced(nested(64))).not.toBeNull();
  expect(await sliced(nested(65))).toBeNull();
  expect(await sliced("[".repeat(1_000_000))).toBeNull();
});

test("others get their turn", async () => {
  const text = `{"messages":[${Array.from({ length: 40 }, () => `"${"x".repeat(250_000)}"`).join(",")}]}`;
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await sliced(text);
  isOver = true;
  expect(turns).toBeGreaterThan(20);
});
