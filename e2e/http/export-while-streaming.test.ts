import { expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { checkExport } from "../../scripts/lib/replay-check.mjs";
import { wordsOf } from "../support/product-client.ts";
import { treeFaults } from "../support/tree-faults.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();
const { databaseUrl } = inject("installation");

const callSchema = z.looseObject({
  id: z.string(),
  outcome: z.string(),
  reasoningDetailsSha256: z.string().nullish(),
  requestHash: z.string().nullish(),
  replay: z.array(z.looseObject({ sourceCallId: z.string() })).optional(),
});
const hashesSchema = z.array(
  z.object({ id: z.string(), reasoning: z.string().nullable(), request: z.string().nullable() }),
);

/** What contradicts itself in one file taken while its answers were being written. */
function contradictions(text: string, conversation: Awaited<ReturnType<typeof client.conversation>>): string[] {
  const faults = treeFaults(conversation).filter((fault) => !fault.endsWith("still runs"));
  faults.push(...checkExport(text).problems);
  const calls = conversation.messages.flatMap(({ completion }) => z.array(callSchema).parse(completion?.calls ?? []));
  const known = new Set(calls.map(({ id }) => id));
  for (const { replay = [] } of calls)
    for (const { sourceCallId } of replay)
      if (!known.has(sourceCallId)) faults.push(`a call gave back what is not in the file: ${sourceCallId}`);
  for (const message of conversation.messages) {
    const { status, completion } = message;
    if (completion === null) continue;
    const isOver = completion.status !== "running";
    if (isOver !== (z.string().nullable().parse(completion.endedAt) !== null))
      faults.push(`${message.id}: over, and not over`);
    if (isOver && completion.calls.some(({ outcome }) => outcome === "running"))
      faults.push(`${message.id}: a call still runs`);
    if (status === "done" && !/^(t\d+ )+$/.test(wordsOf(message).reasoning + wordsOf(message).text))
      faults.push(`${message.id}: words are missing`);
  }
  return faults;
}

test("exported in a loop while answers stream: each file agrees with itself, and the last one with the database", {
  timeout: 120_000,
}, async () => {
  const conversationId = await newConversation("paced", { settings: { tools: ["calculator"] } });
  let isOver = false;
  const talking = (async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const text = `[[scenario:paced n=${20 + turn * 7} rate=150 reasoning=0.3]] turn ${turn}`;
      const beside = client
        .send(conversationId, client.question(`${text} beside`, { parentId: null }))
        .then((response) => readUiStream(response));
      const parentId = (await client.conversation(conversationId, "?tree=1")).messages.findLast(
        ({ status, role }) => role === "assistant" && status === "done",
      )?.id;
      await client.ask(conversationId, text, { parentId: parentId ?? null });
      await beside;
    }
    isOver = true;
  })();
  const faults: string[] = [];
  let files = 0;
  while (!isOver) {
    const text = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
    faults.push(...contradictions(text, await parsed(text)));
    files += 1;
  }
  await talking;
  expect(faults).toEqual([]);
  expect(files).toBeGreaterThan(20);

  const last = await vi.waitFor(async () => {
    const exported = await client.exported(conversationId);
    expect(exported.messages.map(({ status }) => status)).not.toContain("running");
    return exported;
  });
  const calls = last.messages.flatMap(({ completion }) => z.array(callSchema).parse(completion?.calls ?? []));
  const sql = `select c.id::text, r.sha256 as reasoning, c.request_hash as request
    from model_call c join completion k on k.id = c.completion_id left join reasoning_record r on r.call_id = c.id
    where k.conversation_id = $1 and c.purpose = 'answer'`;
  const rows = await withClient(databaseUrl, async (database) =>
    hashesSchema.parse((await database.query(sql, [conversationId])).rows),
  );
  const byId = <T extends { id: string }>(list: T[]) => list.toSorted((a, b) => a.id.localeCompare(b.id));
  expect(
    byId(calls).map(({ id, reasoningDetailsSha256, requestHash }) => ({
      id,
      reasoning: reasoningDetailsSha256 ?? null,
      request: requestHash ?? null,
    })),
  ).toEqual(byId(rows));
  expect(rows).toHaveLength(16);
});

const parsed = async (text: string) => {
  const { messages, activeLeafId, ...rest } = z
    .looseObject({ messages: z.array(z.unknown()), activeLeafId: z.string().nullable() })
    .parse(JSON.parse(text));
  return client.parse({ ...rest, messages, activeLeafId });
};
