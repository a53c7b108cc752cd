import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { insertConversation } from "@/lib/db/conversations";
import { insertRegeneration, insertTurn } from "@/lib/db/turns";
import { isFirstDone } from "./title-turn";
import { turnDatabase } from "./turns.fixtures";

const database = turnDatabase();

/** Answers to one question, each from so many seconds to so many. */
async function lanes(...times: [from: number, to: number, status: string][]): Promise<string[]> {
  const userId = database.userId();
  const conversationId = await insertConversation({ userId, connectionId: null, model: null, settings: {} });
  const ids: string[] = [];
  let of = "";
  for (const [from, to, status] of times) {
    const completion = database.newCompletion(conversationId);
    const question = { id: randomUUID(), parentId: null, text: "Which?", bodyHash: "", title: "Which?" };
    expect(await (of ? insertRegeneration(of, completion) : insertTurn(question, completion))).not.toBeNull();
    of ||= completion.messageId;
    ids.push(completion.id);
    await database.client().query(
      `update completion set status = $2, started_at = timestamptz '2026-01-01' + $3 * interval '1 s',
         ended_at = timestamptz '2026-01-01' + $4 * interval '1 s' where id = $1`,
      [completion.id, status, from, to],
    );
  }
  return ids;
}
const firsts = (ids: string[]) =>
  Promise.all(ids.map((completionId) => isFirstDone({ userId: database.userId(), completionId })));

test("of answers side by side the first that is done is told so, and no other", async () => {
  expect(await firsts(await lanes([0, 9, "done"], [0, 4, "done"], [1, 6, "done"]))).toEqual([false, true, false]);
});

test("answers that were stopped or failed do not count", async () => {
  const [, , third] = await firsts(await lanes([0, 2, "failed"], [0, 3, "stopped"], [0, 5, "done"]));
  expect(third).toBe(true);
});

test("two that are done in the same moment: one of them", async () => {
  expect((await firsts(await lanes([0, 5, "done"], [0, 5, "done"]))).sort()).toEqual([false, true]);
});

test("an answer made again later tries again", async () => {
  expect(await firsts(await lanes([0, 5, "done"], [6, 9, "done"]))).toEqual([true, true]);
});
