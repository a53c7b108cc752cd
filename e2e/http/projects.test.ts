import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const listSchema = z.object({
  projects: z.array(
    z.strictObject({
      id: z.uuid(),
      name: z.string(),
      instructions: z.string(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
});
const pageSchema = z.object({
  conversations: z.array(z.looseObject({ id: z.string(), projectId: z.string().nullable() })),
});

const projects = async () => listSchema.parse(await (await client.request("GET", "/projects")).json()).projects;
const itemOf = async (id: string) =>
  pageSchema.parse(await (await client.request("GET", `/conversations?ids=${id}`)).json()).conversations[0];
const idsIn = async (project: string) =>
  pageSchema
    .parse(await (await client.request("GET", `/conversations?project=${project}`)).json())
    .conversations.map(({ id }) => id);
const patch = (path: string, body: object) => client.request("PATCH", path, body);

async function newProject(body: object = {}): Promise<string> {
  const response = await client.request("POST", "/projects", { name: "Project", ...body });
  expect(response.status).toBe(201);
  return z.object({ id: z.uuid() }).parse(await response.json()).id;
}

async function foreignProject(): Promise<string> {
  const [user, project] = [randomUUID(), randomUUID()];
  await withClient(databaseUrl, async (database) => {
    await database.query(`insert into "user" (id, name, email) values ($1, 'O', $2)`, [user, `${user}@example.com`]);
    await database.query("insert into project (id, owner_id, name) values ($1, $2, 'Private')", [project, user]);
  });
  return project;
}

test("a project is made, listed by name, changed and deleted; its conversations stay", async () => {
  const id = await newProject({
    name: `b ${randomUUID()}`,
    instructions: " As it is.\n",
    settings: { temperature: 0.5 },
  });
  const before = await newProject({ name: "a first" });
  const found = (await projects()).filter((each) => [id, before].includes(each.id));
  expect(found.map((each) => each.id)).toEqual([before, id]);
  expect(found[1]).toMatchObject({ instructions: " As it is.\n", settings: { temperature: 0.5 } });
  expect((await patch(`/projects/${id}`, { name: "Renamed", settings: {} })).status).toBe(204);
  expect((await projects()).find((each) => each.id === id)).toEqual({
    ...{ id, name: "Renamed", instructions: " As it is.\n", settings: {} },
  });
  const conversationId = await newConversation("default", { projectId: id });
  await client.ask(conversationId, `Hello ${conversationId}`);
  expect(await idsIn(id)).toEqual([conversationId]);
  expect((await client.request("DELETE", `/projects/${id}`)).status).toBe(204);
  expect((await projects()).map((each) => each.id)).not.toContain(id);
  expect((await itemOf(conversationId))?.projectId).toBeNull();
  expect((await client.conversation(conversationId)).messages).toHaveLength(2);
});

test("instructions are the system message, settings stand below the conversation's; without a project nothing is added", async () => {
  const instructions = `Answer briefly.\n  ${randomUUID()}`;
  const id = await newProject({ instructions, settings: { temperature: 0.25, top_p: 0.5, seed: 1 } });
  const conversationId = await newConversation("default", { settings: { top_p: 0.75, seed: 2 } });
  const ask = async (word: string) => {
    await client.ask(conversationId, `${word} ${conversationId}`, { settings: { seed: 3 } });
    const body = requests(conversationId).at(-1)?.body;
    return z.looseObject({ messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })) }).parse(body);
  };
  const without = await ask("one");
  expect(without.messages.map(({ role }) => role)).toEqual(["user"]);
  expect(without).not.toHaveProperty("temperature");

  expect((await patch(`/conversations/${conversationId}`, { projectId: id })).status).toBe(204);
  const within = await ask("two");
  expect(within.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
  expect(within.messages[0]?.content).toBe(instructions);
  expect(within).toMatchObject({ temperature: 0.25, top_p: 0.75, seed: 3 });
  // and the record says so, as it was sent then
  await patch(`/projects/${id}`, { instructions: "Others" });
  const exported = JSON.stringify(await client.exported(conversationId));
  expect(exported).toContain(JSON.stringify(instructions).slice(1, -1));

  await patch(`/conversations/${conversationId}`, { projectId: null });
  expect((await ask("three")).messages[0]?.role).toBe("user");
});

test("moving leaves the version alone, and the feed's list shows it", async () => {
  const [id, conversationId] = [await newProject(), await newConversation()];
  await client.ask(conversationId, `Hello ${conversationId}`);
  const { version } = await client.conversation(conversationId);
  await patch(`/conversations/${conversationId}`, { projectId: id });
  expect((await client.conversation(conversationId)).version).toBe(version);
  expect((await itemOf(conversationId))?.projectId).toBe(id);
});

test("what is asked wrongly, does not exist or is somebody else's", async () => {
  const invalid = { status: 400, code: "invalid_request" };
  const missing = { status: 404, code: "not_found" };
  const id = await newProject();
  const bodies = [{ name: "" }, { name: " " }, { name: 7 }, { name: "x".repeat(121) }, { name: "a\u0000" }];
  const others = [
    { instructions: null },
    { instructions: "\ud800" },
    { instructions: "x".repeat(50_001) },
    { settings: 1 },
  ];
  for (const body of [...bodies, ...others, { settings: { temperature: 9 } }, { ownerId: "x" }]) {
    expect(
      await refusal(await client.request("POST", "/projects", { name: "n", ...body })),
      JSON.stringify(body).slice(0, 60),
    ).toEqual(invalid);
    expect(await refusal(await patch(`/projects/${id}`, body))).toEqual(invalid);
  }
  expect(await refusal(await client.request("POST", "/projects", {}))).toEqual(invalid);
  const conversationId = await newConversation();
  for (const projectId of ["x", 7, ""]) {
    expect(await refusal(await patch(`/conversations/${conversationId}`, { projectId }))).toEqual(invalid);
    expect(await refusal(await client.request("POST", "/conversations", { projectId }))).toEqual(invalid);
    expect(await refusal(await client.request("GET", `/conversations?project=${projectId}`))).toEqual(invalid);
  }
  const foreign = await foreignProject();
  for (const projectId of [foreign, randomUUID()]) {
    expect(await refusal(await patch(`/projects/${projectId}`, { name: "Mine" }))).toEqual(missing);
    expect(await refusal(await client.request("DELETE", `/projects/${projectId}`))).toEqual(missing);
    expect(await refusal(await patch(`/conversations/${conversationId}`, { projectId }))).toEqual(missing);
    expect(await refusal(await client.request("POST", "/conversations", { projectId }))).toEqual(missing);
    expect(await refusal(await client.request("GET", `/conversations?project=${projectId}`))).toEqual(missing);
  }
  expect((await projects()).map((each) => each.id)).not.toContain(foreign);
});
