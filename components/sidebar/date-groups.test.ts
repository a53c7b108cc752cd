import { expect, test } from "vitest";
import { groupByDate } from "./date-groups";

const now = new Date(2026, 10, 22, 12);
const item = (id: string, date: Date, pinnedAt: string | null = null) => ({
  ...{ id, title: id, updatedAt: date.toISOString(), pinnedAt, archivedAt: null, projectId: null, tagIds: [] },
});

test("conversations stand under the day, the week and the month they were last used in", () => {
  const groups = groupByDate(
    [
      item("p", new Date(2025, 1, 1), "2026-11-01T00:00:00.000Z"),
      item("a", new Date(2026, 10, 22, 0, 1)),
      item("b", new Date(2026, 10, 21, 23)),
      item("c", new Date(2026, 10, 16, 9)),
      item("d", new Date(2026, 9, 3)),
      item("e", new Date(2026, 9, 1)),
      item("f", new Date(2025, 9, 1)),
    ],
    now,
  );
  expect(groups.map(({ label, items }) => [label, items.map(({ id }) => id).join("")])).toEqual([
    ["Pinned", "p"],
    ["Today", "a"],
    ["Yesterday", "b"],
    ["Previous 7 days", "c"],
    ["October", "de"],
    ["October 2025", "f"],
  ]);
});
