import { expect, test } from "vitest";
import { branchTo, childrenByParent, newestLeafUnder, type TreeNode } from "./tree";

/** "q1 > a1 > q2" lines into a tree; names are ids, order of first mention is `seq`. */
function treeOf(...lines: string[]): Map<string, TreeNode> {
  const nodes = new Map<string, TreeNode>();
  for (const line of lines) {
    const ids = line.split(" > ");
    ids.forEach((id, index) => {
      if (!nodes.has(id)) nodes.set(id, { id, parentId: ids[index - 1] ?? null, seq: nodes.size });
    });
  }
  return nodes;
}
const idsOf = (nodes: TreeNode[]) => nodes.map((node) => node.id);

test("an edited question has its own branch", () => {
  const messages = treeOf("q1 > a1 > q2 > a2", "a1 > q2b > a2b");
  expect(idsOf(branchTo(messages, "a2b"))).toEqual(["q1", "a1", "q2b", "a2b"]);
  expect(idsOf(branchTo(messages, "a2"))).toEqual(["q1", "a1", "q2", "a2"]);
});

test("a missing parent and a loop are named, not walked for ever", () => {
  const missing = new Map([["a", { id: "a", parentId: "gone", seq: 0 }]]);
  expect(() => branchTo(missing, "a")).toThrow(expect.objectContaining({ code: "tree_broken" }));
  const loop = new Map([
    ["a", { id: "a", parentId: "b", seq: 0 }],
    ["b", { id: "b", parentId: "a", seq: 1 }],
  ]);
  expect(() => branchTo(loop, "a")).toThrow(expect.objectContaining({ code: "tree_broken" }));
});

test("siblings stand in the order in which they were written, and a switch lands on the newest leaf", () => {
  const messages = treeOf("q1 > a1 > q2 > a2", "q1 > a1b", "a1b > q3 > a3", "q3 > a3b");
  const children = childrenByParent(messages.values());
  expect(children.get("q1")).toEqual(["a1", "a1b"]);
  expect(newestLeafUnder(children, "a1b")).toBe("a3b");
  expect(newestLeafUnder(children, "a2")).toBe("a2");
});
