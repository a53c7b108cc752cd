import { AppError } from "../errors/app-error";

export interface TreeNode {
  id: string;
  parentId: string | null;
  seq: number;
}

/**
 * Messages from the root to `leafId`, oldest first. One step per message on the branch.
 * @throws AppError tree_broken when a parent is missing or the walk loops.
 */
export function branchTo<T extends TreeNode>(messages: ReadonlyMap<string, T>, leafId: string): T[] {
  const branch: T[] = [];
  for (let id: string | null = leafId; id !== null; ) {
    const message = messages.get(id);
    // More steps than messages can only mean a loop.
    if (!message || branch.length === messages.size)
      throw new AppError("tree_broken", { detail: `${leafId} at ${id}` });
    branch.push(message);
    id = message.parentId;
  }
  return branch.reverse();
}

/** Ids of all messages by parent ("" = roots), oldest first by `seq`. */
export function childrenByParent(messages: Iterable<TreeNode>): Map<string, string[]> {
  const sorted = [...messages].sort((a, b) => a.seq - b.seq);
  const children = new Map<string, string[]>();
  for (const message of sorted) {
    const key = message.parentId ?? "";
    const list = children.get(key);
    if (list) list.push(message.id);
    else children.set(key, [message.id]);
  }
  return children;
}

/** The leaf reached from `id` by always taking the newest child: where a version switch lands. */
export function newestLeafUnder(children: ReadonlyMap<string, string[]>, id: string): string {
  let leaf = id;
  for (let next = children.get(leaf)?.at(-1); next !== undefined; next = children.get(leaf)?.at(-1)) leaf = next;
  return leaf;
}
