import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { listContext } from "@/lib/db/context";
import { insertConversation } from "@/lib/db/conversations";
import { insertRegeneration, insertTurn, type NewCompletion } from "@/lib/db/turns";
import { turnDatabase } from "@/lib/db/turns.fixtures";
import { seededRandom } from "@/scripts/faults/random.mjs";
import { chooseBranch } from "./choose-branch";
import { deleteMessage, restoreMessage } from "./delete-message";
import { editAnswer } from "./edit-answer";
import { exportJson } from "./export-conversation";
import { forkConversation } from "./fork-conversation";
import { openTree } from "./open-conversation";
import { purgeMessages } from "./purge-messages";

/** `TREE_OPERATIONS=10000 npm test -- unit tree-actions` for a long run, `TREE_SEED` for the same one again. */
const operations = Number(process.env.TREE_OPERATIONS ?? 400);
const seed = Number(process.env.TREE_SEED ?? Date.now() % 1_000_000);
const perConversation = 50;

const database = turnDatabase();
const { newCompletion } = database;
const query = (text: string, values?: unknown[]) => database.client().query(text, values);

/** As an answer is once it has ended. */
async function end({ id, messageId, callId }: NewCompletion, text: string): Promise<void> {
  await query("update completion set status = 'done', ended_at = now() where id = $1", [id]);
  await query("update model_call set outcome = 'done', ended = 'mark' where id = $1", [callId]);
  await query("insert into assistant_wire (call_id, content) values ($1, $2)", [callId, JSON.stringify(text)]);
  await query("insert into part (message_id, index, type, text, call_id) values ($1, 0, 'text', $2, $3)", [
    ...[messageId, text, callId],
  ]);
}

const wordsOf = async (input: { userId: string; conversationId: string; leafId: string }) =>
  (await listContext(input)).map(({ role, text, calls }) => ({
    ...{ role, text: text + calls.map(({ content }) => content).join("") },
  }));

interface Node {
  id: string;
  parentId: string | null;
  role: "user" | "assistant";
  text: string;
}

/** What the tree should be, kept beside the database, without any of its code. */
class Model {
  living: Node[] = [];
  hidden: { top: string; nodes: Node[]; leafId: string | null }[] = [];
  leafId: string | null = null;

  branch(): Node[] {
    const branch: Node[] = [];
    for (let id = this.leafId; id !== null; ) {
      const node = this.living.find((each) => each.id === id);
      if (!node) throw new Error(`the active branch leads to ${id}, which is not there`);
      branch.unshift(node);
      id = node.parentId;
    }
    return branch;
  }
  newestUnder(id: string): string {
    const child = this.living.findLast((node) => node.parentId === id);
    return child ? this.newestUnder(child.id) : id;
  }
  hide(top: string): void {
    const node = this.living.find(({ id }) => id === top);
    const siblings = this.living.filter((each) => each.parentId === node?.parentId);
    const at = siblings.findIndex(({ id }) => id === top);
    const gone = new Set([top]);
    for (const each of this.living) if (each.parentId !== null && gone.has(each.parentId)) gone.add(each.id);
    const nearest = siblings[at - 1] ?? siblings[at + 1];
    const isInside = this.leafId !== null && gone.has(this.leafId);
    const { leafId } = this;
    if (isInside) this.leafId = nearest ? this.newestUnder(nearest.id) : (node?.parentId ?? null);
    const nodes = this.living.filter(({ id }) => gone.has(id));
    this.hidden.push({ top, nodes, leafId: isInside ? leafId : null });
    this.living = this.living.filter(({ id }) => !gone.has(id));
  }
}

test(`${operations} random operations on trees (TREE_SEED=${seed}): requests are the active branch, undo is exact`, {
  timeout: 60_000 + operations * 200,
}, async () => {
  const random = seededRandom(seed);
  const userId = database.userId();
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  for (let done = 0; done < operations; ) {
    const conversationId = await insertConversation({ userId, connectionId: null, model: null, settings: {} });
    const owned = { userId, conversationId };
    const model = new Model();
    // Oldest first, as `seq` has it: what comes back stands where it was.
    const order: string[] = [];
    const add = (node: Node) => {
      model.living.push(node);
      order.push(node.id);
    };
    for (let step = 0; step < perConversation && done < operations; step += 1, done += 1) {
      const answers = model.living.filter(({ role }) => role === "assistant");
      const roll = random();
      const target = pick(answers);
      const any = pick(model.living);
      const text = `words ${done}`;
      if (roll < 0.3 || target === undefined || any === undefined) {
        const parentId = roll < 0.03 ? null : random() < 0.6 ? undefined : (target?.id ?? null);
        const leaf = model.living.find(({ id }) => id === model.leafId);
        const under = parentId !== undefined ? parentId : leaf?.role === "user" ? leaf.parentId : (leaf?.id ?? null);
        const completion = newCompletion(conversationId);
        const question = { id: randomUUID(), parentId, text, bodyHash: "h", title: "T" };
        expect(await insertTurn(question, completion)).toMatchObject({ under });
        await end(completion, `${text} answered`);
        add({ id: question.id, parentId: under, role: "user", text });
        add({ id: completion.messageId, parentId: question.id, role: "assistant", text: `${text} answered` });
        model.leafId = completion.messageId;
      } else if (roll < 0.42) {
        const completion = newCompletion(conversationId);
        const hasAnswer = model.living.some(({ parentId }) => parentId === any.id);
        const made = await insertRegeneration(any.id, completion);
        if (any.role === "user" && hasAnswer) expect(made).toBeNull();
        else {
          const parentId = any.role === "user" ? any.id : any.parentId;
          expect(made).toMatchObject({ parentId });
          await end(completion, text);
          add({ id: completion.messageId, parentId, role: "assistant", text });
          model.leafId = completion.messageId;
        }
      } else if (roll < 0.54) {
        const { id } = await editAnswer({ ...owned, messageId: target.id, id: randomUUID(), text });
        add({ id, parentId: target.parentId, role: "assistant", text });
        model.leafId = id;
      } else if (roll < 0.66) {
        await chooseBranch({ ...owned, leafId: any.id });
        model.leafId = model.newestUnder(any.id);
      } else if (roll < 0.78) {
        const before = JSON.stringify(await exportJson(owned));
        const { messages } = await deleteMessage({ ...owned, messageId: any.id });
        const count = model.living.length;
        model.hide(any.id);
        expect(messages).toBe(count - model.living.length);
        if (random() < 0.4) {
          const hidden = model.hidden.pop();
          await restoreMessage({ ...owned, messageId: any.id });
          expect(JSON.stringify(await exportJson(owned))).toBe(before);
          model.living = order.flatMap((id) => [...model.living, ...(hidden?.nodes ?? [])].filter((n) => n.id === id));
          model.leafId = hidden?.leafId ?? model.leafId;
        }
      } else if (roll < 0.82) {
        const { id } = await forkConversation({ ...owned, scope: random() < 0.5 ? "branch" : "tree" });
        const fork = await openTree({ userId, conversationId: id });
        expect(await wordsOf({ userId, conversationId: id, leafId: fork.activeLeafId ?? "" })).toEqual(
          await wordsOf({ ...owned, leafId: model.leafId ?? "" }),
        );
        expect(fork.messages.some((message) => order.includes(message.id))).toBe(false);
        // which stays as it is whatever happens to the copy
        await deleteMessage({ userId, conversationId: id, messageId: fork.messages[0]?.id ?? "" });
      } else if (roll < 0.95) {
        const hidden = pick(model.hidden);
        if (!hidden) continue;
        const parentId = hidden.nodes[0]?.parentId ?? null;
        const isBlocked = parentId !== null && !model.living.some(({ id }) => id === parentId);
        const restoring = restoreMessage({ ...owned, messageId: hidden.top });
        if (isBlocked) await expect(restoring).rejects.toMatchObject({ code: "parent_deleted" });
        else {
          await restoring;
          model.hidden = model.hidden.filter((each) => each !== hidden);
          model.living = order.flatMap((id) => [...model.living, ...hidden.nodes].filter((node) => node.id === id));
          model.leafId = hidden.leafId ?? model.leafId;
        }
      } else {
        await query(
          "update message set deleted_at = deleted_at - interval '1 hour' where conversation_id = $1 and deleted_at is not null",
          [conversationId],
        );
        await purgeMessages();
        for (const { top } of model.hidden)
          await expect(restoreMessage({ ...owned, messageId: top })).rejects.toMatchObject({ code: "not_found" });
        model.hidden = [];
      }
      const branch = model.branch();
      const context = await listContext({ ...owned, leafId: model.leafId ?? randomUUID() });
      const said = context.map(({ id, role, text: own, calls }) => ({
        ...{ id, role, text: own + calls.map(({ content }) => content).join("") },
      }));
      expect(said).toEqual(branch.map(({ id, role, text }) => ({ id, role, text })));
      const tree = await openTree(owned);
      expect(tree.activeLeafId).toBe(model.leafId);
      expect(tree.messages.map(({ id, parentId }) => ({ id, parentId }))).toEqual(
        model.living.map(({ id, parentId }) => ({ id, parentId })),
      );
    }
  }
  const orphans = await query(`select 1 from message m where m.deleted_at is null and m.parent_id is not null
    and not exists (select 1 from message p where p.id = m.parent_id and p.deleted_at is null)`);
  expect(orphans.rowCount).toBe(0);
});
