import { expect, test } from "vitest";
import { turnTree } from "./turn-tree";

const message = (id: string, parentId: string | null) => ({
  ...{ id, parentId, words: `${id}!`, status: "done" as const, model: "m", name: null, starred: false },
  role: id.startsWith("q") ? ("user" as const) : ("assistant" as const),
});
const tree = [
  message("q1", null),
  message("a1", "q1"),
  message("q2", "a1"),
  message("a2", "q2"),
  message("b2", "q2"),
  message("q3", "a1"),
  message("q4", "a2"),
  message("a4", "q4"),
];

test("one node per answer and per question without one, each before what is under it, the newest straight on", () => {
  const turns = turnTree(tree, "a4");
  expect(turns.map(({ id, parentId, row, lane, level }) => [id, parentId, row, lane, level])).toEqual([
    ["a1", null, 0, 0, 1],
    ["a2", "a1", 1, 1, 2],
    ["a4", "a2", 2, 1, 3],
    ["b2", "a1", 3, 1, 2],
    ["q3", "a1", 4, 0, 2],
  ]);
  expect(turns.filter(({ isActive }) => isActive).map(({ id }) => id)).toEqual(["a1", "a2", "a4"]);
  expect(turns.map(({ position, siblings }) => `${position} of ${siblings}`)).toEqual([
    ...["1 of 1", "1 of 3", "1 of 1", "2 of 3", "3 of 3"],
  ]);
  expect(turns[4]).toMatchObject({ question: "q3!", answer: "", status: null });
  expect(turns[1]).toMatchObject({ question: "q2!", answer: "a2!", status: "done" });
});

test("ten thousand turns in one line stay in one lane, ten thousand beside each other in two", () => {
  const line = Array.from({ length: 20_000 }, (_, index) =>
    message(`${index % 2 ? "a" : "q"}${index}`, index === 0 ? null : `${index % 2 ? "q" : "a"}${index - 1}`),
  );
  expect(turnTree(line, null).every(({ lane }) => lane === 0)).toBe(true);
  const wide = Array.from({ length: 10_000 }, (_, index) => message(`q${index}`, null));
  const rows = turnTree(wide, null);
  expect(rows).toHaveLength(10_000);
  expect(Math.max(...rows.map(({ lane }) => lane))).toBe(1);
});
