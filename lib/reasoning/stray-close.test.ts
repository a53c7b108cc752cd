import { expect, test } from "vitest";
import { createDecoder } from "./decode";
import { createStrayCloseScan } from "./stray-close";

function found(text: string, piece: number): boolean {
  const scan = createStrayCloseScan();
  for (let at = 0; at < text.length; at += piece) scan.push(text.slice(at, at + piece));
  return scan.found();
}

test.each([
  ["Let me think.\nSo it is 4.\n</think>\n\nIt is 4.", true],
  ["</think>\n\nIt is 4.", true],
  ["Thoughts\r\n</think>\r\nAnswer", true],
  ["The tag </think> ends the thoughts of a model.", false],
  ["<think>\nThoughts\n</think>\nAnswer", false],
  ["As in:\n```\nThoughts\n</think>\nAnswer\n```\n", false],
  ["Half a tag\n</thin", false],
  ["No tag at all, but a < and a > here.", false],
])("%j: %s, wherever it is cut", (text, expected) => {
  for (const piece of [1, 2, 5, 8, 1000]) expect([piece, found(text, piece)]).toEqual([piece, expected]);
});

const chunk = (delta: object) => ({ choices: [{ index: 0, delta }] });

test("a decoder says so of an answer in which no other reasoning came", () => {
  const inside = createDecoder();
  for (const content of ["Hm.\n</th", "ink>\n\nFour."]) inside.push(chunk({ content }));
  inside.end();
  expect(inside.beganInside()).toBe(true);

  const beside = createDecoder();
  beside.push(chunk({ reasoning: "Hm." }));
  beside.push(chunk({ content: "x\n</think>\n\nFour." }));
  beside.end();
  expect(beside.beganInside()).toBe(false);
});
