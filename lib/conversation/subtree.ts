import { childrenByParent, newestLeafUnder, type TreeNode } from "./tree";

/** Ids of a message and of everything under it. */
export function subtreeOf(children: ReadonlyMap<string, string[]>, id: string): string[] {
  const ids = [id];
  // grows while it is walked: however deep the tree, nothing is called again from within
  for (const each of ids) ids.push(...(children.get(each) ?? []));
  return ids;
}

/**
 * Where one stands when `id` goes with everything under it: the nearest version beside it, down to its newest leaf, else the message
 * above it; null = nothing is left. The older neighbour is nearer than the newer one.
 */
export function leafWithout(nodes: readonly TreeNode[], id: string): string | null {
  const children = childrenByParent(nodes);
  const parentId = nodes.find((node) => node.id === id)?.parentId ?? null;
  const siblings = children.get(parentId ?? "") ?? [];
  const at = siblings.indexOf(id);
  const nearest = siblings[at - 1] ?? siblings[at + 1];
  return nearest === undefined ? parentId : newestLeafUnder(children, nearest);
}
