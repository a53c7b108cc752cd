import { expect, test } from "vitest";
import { leafWithout, subtreeOf } from "./subtree";
import { childrenByParent } from "./tree";

/** "q1 > a1 > q2", "a1 > q3": each id once, in the order in which they came. */
function treeOf(...branches: string[]) {
  const parents = new Map<string, string | null>();
  for (const branch of branches) {
    let parentId: string | null = null;
    for (const id of branch.split(" > ")) {
      if (!parents.has(id)) parents.set(id, parentId);
      parentId = id;
    }
  }
  return Array.from(parents, ([id, parentId], seq) => ({ id, parentId, seq }));
}
const tree = treeOf("q1 > a1 > q2 > a2", "q1 > b1", "q1 > c1 > q3 > a3", "r1 > s1");

test("a message and everything under it, nothing beside it", () => {
  const children = childrenByParent(tree);
  expect(subtreeOf(children, "a1").sort()).toEqual(["a1", "a2", "q2"]);
  expect(subtreeOf(children, "b1")).toEqual(["b1"]);
  expect(subtreeOf(children, "q1")).toHaveLength(8);
});

test("a branch of 100,000 messages is no deeper a call than one of two", () => {
  const nodes = Array.from({ length: 100_000 }, (_, seq) => ({
    id: `${seq}`,
    parentId: seq === 0 ? null : `${seq - 1}`,
    seq,
  }));
  expect(subtreeOf(childrenByParent(nodes), "0")).toHaveLength(100_000);
});

test("what is left: the version before, else the one after, down to its newest leaf, else the message above, else nothing", () => {
  expect(leafWithout(tree, "b1")).toBe("a2");
  expect(leafWithout(tree, "c1")).toBe("b1");
  expect(leafWithout(tree, "a1")).toBe("b1");
  expect(leafWithout(tree, "q2")).toBe("a1");
  expect(leafWithout(tree, "a3")).toBe("q3");
  expect(leafWithout(tree, "q1")).toBe("s1");
  expect(leafWithout(treeOf("q > a"), "q")).toBeNull();
});
