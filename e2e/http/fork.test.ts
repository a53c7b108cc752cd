import { createHash, randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import type { StoredConversation } from "../support/product-client.ts";
import { treeFaults } from "../support/tree-faults.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const fork = (conversationId: string, body: object) =>
  client.request("POST", `/conversations/${conversationId}/fork`, body);
const forked = async (conversationId: string, body: object): Promise<string> => {
  const response = await fork(conversationId, body);
  expect(response.status).toBe(201);
  return (await response.json()).id;
};
const usageRows = () =>
  withClient(
    databaseUrl,
    async (database) => (await database.query("select count(*)::int as n from usage_entry")).rows[0],
  );
/** What a request was made of, all but the last question. */
const earlier = (text: string) => {
  const messages = JSON.parse(requests(text)[0]?.bodyText ?? "{}").messages;
  return createHash("sha256")
    .update(JSON.stringify(messages.slice(0, -1)))
    .digest("hex");
};
const words = ({ messages }: StoredConversation) =>
  messages.map(({ role, parts }) => [role, parts.map(({ text }) => text).join("")]);

test("a fork sends back what the original would have: the same messages, reasoning details and all, paid once", async () => {
  const conversationId = await newConversation("details-unknown-type");
  await client.ask(conversationId, "one");
  await client.ask(conversationId, "two");
  const before = await usageRows();
  const id = await forked(conversationId, {});
  expect(await usageRows()).toEqual(before);
  const [original, copy] = [await client.conversation(conversationId), await client.conversation(id)];
  expect(words(copy)).toEqual(words(original));
  expect(treeFaults(copy)).toEqual([]);
  expect(copy.messages.some((message) => original.messages.some((each) => each.id === message.id))).toBe(false);
  expect(copy.title).toBe(`${original.title} (fork)`);
  const [here, there] = [randomUUID(), randomUUID()];
  await client.ask(conversationId, here);
  await client.ask(id, there);
  expect(requests(there)[0]?.bodyText).toContain("reasoning_details");
  expect(earlier(there)).toBe(earlier(here));
  // the copy lives without the original
  await client.request("DELETE", `/conversations/${conversationId}`);
  expect((await client.conversation(id)).messages).toHaveLength(6);
});

test("a branch up to a message, or the whole tree; what is deleted is in neither", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "first");
  const first = await client.conversation(conversationId);
  await client.ask(conversationId, "second");
  const second = await client.conversation(conversationId);
  await client.ask(conversationId, "beside", { parentId: first.activeLeafId });
  const upTo = await client.conversation(await forked(conversationId, { leafId: first.activeLeafId }));
  expect(words(upTo)).toEqual(words(first));
  const tree = await client.conversation(await forked(conversationId, { scope: "tree" }), "?tree=1");
  expect(tree.messages).toHaveLength(6);
  expect(treeFaults(tree)).toEqual([]);
  const gone = second.messages[2]?.id;
  await client.request("DELETE", `/conversations/${conversationId}/messages/${gone}`);
  expect((await client.conversation(await forked(conversationId, { scope: "tree" }), "?tree=1")).messages).toHaveLength(
    4,
  );
  expect(await refusal(await fork(conversationId, { leafId: gone }))).toEqual({ status: 404, code: "not_found" });
});

test("what cannot be forked says so and leaves nothing behind", async () => {
  const conversationId = await newConversation();
  const missing = { status: 404, code: "not_found" };
  expect(await refusal(await fork(conversationId, {}))).toEqual(missing);
  await client.ask(conversationId, "here");
  const other = await newConversation();
  await client.ask(other, "there");
  const elsewhere = (await client.conversation(other)).activeLeafId;
  for (const body of [{ leafId: randomUUID() }, { leafId: elsewhere }])
    expect(await refusal(await fork(conversationId, body))).toEqual(missing);
  expect(await refusal(await fork(randomUUID(), {}))).toEqual(missing);
  expect(await refusal(await fork(conversationId, { scope: "half" }))).toEqual({
    status: 400,
    code: "invalid_request",
  });
  const running = await client.send(conversationId, client.question("[[scenario:paced n=400 rate=100]] long"));
  expect(await refusal(await fork(conversationId, {}))).toEqual({ status: 409, code: "completion_running" });
  await client.stop(conversationId);
  await running.text();
  expect((await fork(conversationId, {})).status).toBe(201);
});

test("a fork stays in its project, with the stars and names of what was copied; neither pinned nor archived", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "one");
  const { activeLeafId: first } = await client.conversation(conversationId);
  await client.ask(conversationId, "two");
  const { activeLeafId: second } = await client.conversation(conversationId);
  const instructions = `Speak of ${randomUUID()}.`;
  const made = await client.request("POST", "/projects", { name: "Forks", instructions });
  const { id: projectId } = await made.json();
  // another one of the same name is not taken for it
  await client.request("POST", "/projects", { name: "Forks", instructions: "Others." });
  await client.request("PATCH", `/conversations/${conversationId}`, { projectId, pinned: true, archived: true });
  await client.request("PUT", `/conversations/${conversationId}/marks/${second}`, { name: "Dear", starred: true });
  const rowOf = (id: string) =>
    withClient(databaseUrl, async (database) => {
      const marks = "select name, starred from branch_mark b where b.conversation_id = c.id";
      const { rows } = await database.query(
        `select c.project_id, c.pinned_at, c.archived_at, array(select row_to_json(m) from (${marks}) m) as marks from conversation c where c.id = $1`,
        [id],
      );
      return rows[0];
    });
  const copied = { project_id: projectId, pinned_at: null, archived_at: null };
  const marks = [{ name: "Dear", starred: true }];
  const id = await forked(conversationId, { scope: "tree" });
  expect(await rowOf(id)).toEqual({ ...copied, marks });
  expect(await rowOf(await forked(conversationId, { leafId: first }))).toEqual({ ...copied, marks: [] });
  const question = randomUUID();
  await client.ask(id, question);
  expect(requests(question)[0]?.bodyText).toContain(instructions);
});

test("branches are named and starred, shown in the outline, and lose their mark with their message", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "marked");
  const { activeLeafId } = await client.conversation(conversationId);
  const mark = (leafId: unknown, body: object) =>
    client.request("PUT", `/conversations/${conversationId}/marks/${leafId}`, body);
  const marks = async () =>
    (await (await client.request("GET", `/conversations/${conversationId}/outline`)).json()).messages.map(
      ({ name, starred }: { name: string | null; starred: boolean }) => [name, starred],
    );
  expect(await marks()).toEqual([
    [null, false],
    [null, false],
  ]);
  expect((await mark(activeLeafId, { name: "The good one", starred: true })).status).toBe(204);
  expect((await marks())[1]).toEqual(["The good one", true]);
  expect((await mark(activeLeafId, { starred: false })).status).toBe(204);
  expect((await marks())[1]).toEqual([null, false]);
  expect(await refusal(await mark(randomUUID(), { starred: true }))).toEqual({ status: 404, code: "not_found" });
  expect(await refusal(await mark(activeLeafId, { name: "x".repeat(101), starred: true }))).toEqual({
    ...{ status: 400, code: "invalid_request" },
  });
  await client.request("DELETE", `/conversations/${conversationId}/messages/${activeLeafId}`);
  expect(await refusal(await mark(activeLeafId, { starred: true }))).toEqual({ status: 404, code: "not_found" });
});
