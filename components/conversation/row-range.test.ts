import { expect, test } from "vitest";
import { type Row, RowHeights } from "./row-heights";
import { carriedRange, takeFromGap } from "./row-places";
import { endRange, nextRange } from "./row-range";

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ key: `m${index}`, role: index % 2 === 0 ? "user" : "assistant" }));
/** All of 100 px. */
function even(rows: readonly Row[]): RowHeights {
  const heights = new RowHeights();
  for (const row of rows) heights.set(row, 100);
  return heights;
}
const rows = rowsOf(1000);
const heights = even(rows);
const windowHeight = 800; // 1000 px above and below are drawn

/** As the page stands when `scrolled` px of the list are above the window. */
const at = (first: number, last: number, scrolled: number) =>
  nextRange({
    rows,
    heights,
    range: { first, last },
    span: { top: first * 100 - scrolled, bottom: (last + 1) * 100 - scrolled },
    windowHeight,
    list: { top: -scrolled, bottom: 100_000 - scrolled },
  });

test("rows are added before they are reached, and dropped when they are far away", () => {
  expect(at(500, 520, 50_000)).toEqual({ range: { first: 490, last: 520 }, above: 49_000, isJump: false });
  // two windows and a half in each direction: nothing to do
  expect(at(485, 525, 50_000).range).toEqual({ first: 485, last: 525 });
  expect(at(400, 560, 50_000).range).toEqual({ first: 479, last: 528 });
});

test("a jump draws what is there, at the place where it should stand", () => {
  expect(at(0, 20, 50_000)).toEqual({ range: { first: 490, last: 518 }, above: 49_000, isJump: true });
  expect(at(500, 520, 0)).toMatchObject({ range: { first: 0 }, above: 0, isJump: true });
  expect(at(0, 20, 99_200)).toMatchObject({ range: { last: 999 }, isJump: true });
});

test("at the first row nothing stands above, whatever was guessed", () => {
  const { range, above } = nextRange({
    rows,
    heights,
    range: { first: 3, last: 30 },
    span: { top: 700, bottom: 3500 },
    windowHeight,
    list: { top: 0, bottom: 98_000 },
  });
  expect([range.first, above]).toEqual([0, 0]);
});

test("the end fills what it has to", () => {
  expect(endRange(rows, heights, 1600)).toEqual({ range: { first: 983, last: 999 }, above: 98_300 });
  expect(endRange(rowsOf(3), heights, 1600).range).toEqual({ first: 0, last: 2 });
});

test("what was not measured is as tall as others of its kind", () => {
  const guess = new RowHeights();
  guess.set({ key: "a", role: "user" }, 50);
  guess.set({ key: "b", role: "user" }, 150);
  expect(guess.of({ key: "c", role: "user" })).toBe(100);
  guess.set({ key: "a", role: "user" }, 90);
  expect(guess.of({ key: "c", role: "user" })).toBe(120);
  expect(guess.of({ key: "a", role: "user" })).toBe(90);
});

test("a wrong guess is taken from the space above, as far as it goes", () => {
  expect(takeFromGap(1000, 300, 5)).toBe(700);
  expect(takeFromGap(1000, -300, 5)).toBe(1300);
  expect(takeFromGap(1000, 990, 5)).toBe(120);
});

test("the same rows are drawn when others come before or after them, or when their branch ends", () => {
  const range = { first: 2, last: 9 };
  const ten = rowsOf(10);
  const older = Array.from({ length: 40 }, (_, index): Row => ({ key: `o${index}`, role: "user" }));
  expect(carriedRange({ rows: ten, range }, [...older, ...ten])).toEqual({ first: 42, last: 49 });
  expect(carriedRange({ rows: ten, range }, [...ten, { key: "new", role: "user" }])).toEqual({ first: 2, last: 10 });
  expect(carriedRange({ rows: ten, range: { first: 2, last: 5 } }, rowsOf(12))).toEqual({ first: 2, last: 5 });
  expect(carriedRange({ rows: ten, range: { first: 2, last: 5 } }, rowsOf(4))).toEqual({ first: 2, last: 3 });
});
