import { expect, test } from "vitest";
import { compareItems, withChanged, withFirstPage, withNextPage } from "./list-order";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const item = (id: string, minute: number, pinned: number | null = null) => ({
  ...{
    id,
    title: id,
    updatedAt: at(minute),
    pinnedAt: pinned === null ? null : at(pinned),
    archivedAt: null,
    projectId: null,
    tagIds: [],
  },
});
const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => id).join("");
const known = {
  items: [item("p", 1, 9), item("a", 8), item("b", 7), item("c", 6), item("d", 5)],
  nextCursor: "after d",
};

test("pinned ones stand on top, pinned last first, then newest activity, then the id", () => {
  const items = [item("a", 5), item("b", 5), item("c", 9), item("d", 1, 2), item("e", 0, 3)];
  expect(idsOf({ items: items.sort(compareItems) })).toBe("edcba");
});

test("the first page anew keeps what is known below it, without what has gone", () => {
  const page = { conversations: [item("p", 1, 9), item("c", 10), item("b", 7)], nextCursor: "after b" };
  expect(withFirstPage(known, page)).toEqual({
    items: [...page.conversations, item("d", 5)],
    nextCursor: "after d",
  });
  expect(withFirstPage(known, { conversations: [item("a", 8)], nextCursor: null })).toEqual({
    items: [item("a", 8)],
    nextCursor: null,
  });
});

test("where more has changed than one page shows the list begins again instead of having a gap", () => {
  const page = { conversations: [item("x", 30), item("y", 29)], nextCursor: "after y" };
  expect(withFirstPage(known, page)).toEqual({ items: page.conversations, nextCursor: "after y" });
  const moved = { conversations: [item("x", 30), item("d", 29)], nextCursor: "after d anew" };
  expect(withFirstPage(known, moved)).toEqual({ items: moved.conversations, nextCursor: "after d anew" });
});

test("the next page is put below, without what stands above already", () => {
  expect(withNextPage(known, { conversations: [item("c", 6), item("e", 4)], nextCursor: null })).toEqual({
    items: [...known.items, item("e", 4)],
    nextCursor: null,
  });
});

test("one that changed moves, leaves, or waits for its page", () => {
  expect(idsOf(withChanged(known, ["c"], [item("c", 20)]))).toBe("pcabd");
  expect(idsOf(withChanged(known, ["c"], [item("c", 6, 3)]))).toBe("pcabd");
  expect(idsOf(withChanged(known, ["c"], [{ ...item("c", 6), archivedAt: at(7) }]))).toBe("pabd");
  expect(idsOf(withChanged(known, ["c"], []))).toBe("pabd");
  expect(idsOf(withChanged(known, ["z"], [item("z", 1)]))).toBe("pabcd");
  expect(idsOf(withChanged({ ...known, nextCursor: null }, ["z"], [item("z", 1)]))).toBe("pabcdz");
});
