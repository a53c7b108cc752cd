import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { productClient } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, fake, requests } = ownFakeProvider();

const viewSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  profile: z.string(),
  recognisedProfile: z.string(),
  isProfileChosen: z.boolean(),
  profileOverrides: z.record(z.string(), z.unknown()),
  learned: z.array(
    z.strictObject({
      modelId: z.string().nullable(),
      field: z.string(),
      text: z.string(),
      source: z.string(),
      at: z.string(),
    }),
  ),
});
const viewsOf = async () =>
  z.object({ connections: z.array(viewSchema) }).parse(await (await client.request("GET", "/connections")).json())
    .connections;
const change = async (id: string, body: object) => client.request("PATCH", `/connections/${id}`, body);
const changed = async (id: string, body: object) => viewSchema.parse(await (await change(id, body)).json());

test("the kind of a server and what differs from it are chosen, kept and taken back", async () => {
  const id = await client.newConnection("Chosen", `${fake().url}/v1`);
  expect((await viewsOf()).find((each) => each.id === id)).toMatchObject({
    profile: "openai-compatible",
    isProfileChosen: false,
    profileOverrides: {},
    learned: [],
  });
  const overrides = { effort: "none", replayWhen: "always" };
  expect(await changed(id, { profile: "vllm", profileOverrides: overrides })).toMatchObject({
    profile: "vllm",
    recognisedProfile: "openai-compatible",
    isProfileChosen: true,
    profileOverrides: overrides,
  });
  // Neither a new name nor the same address again changes a choice; each choice is replaced on its own.
  expect(await changed(id, { name: "Renamed", baseUrl: `${fake().url}/v1` })).toMatchObject({
    profile: "vllm",
    profileOverrides: overrides,
  });
  expect(await changed(id, { profileOverrides: {} })).toMatchObject({ profile: "vllm", profileOverrides: {} });
  expect(await changed(id, { profile: null })).toMatchObject({ profile: "openai-compatible", isProfileChosen: false });
  await client.request("DELETE", `/connections/${id}`);
});

test("what is no profile is refused, and the practice model stays what it is", async () => {
  const id = await client.newConnection("Refused", `${fake().url}/v1`);
  const bodies = [
    { profile: "nobody" },
    { profile: "practice" },
    { profileOverrides: { effort: "both" } },
    { profileOverrides: { unknown: true } },
    { profileOverrides: { replayEmpty: "yes" } },
  ];
  for (const body of bodies)
    expect(await refusal(await change(id, body))).toEqual({ status: 400, code: "invalid_request" });
  const practice = (await viewsOf()).find(({ source }) => source === "builtin");
  expect(await refusal(await change(practice?.id ?? "", { profile: "vllm" }))).toEqual({
    status: 409,
    code: "connection_fixed",
  });
  await client.request("DELETE", `/connections/${id}`);
});

test("the profile decides what goes out: the form of the effort, and whether reasoning goes back", async () => {
  const connectionId = await client.newConnection("Strict", `${fake().url}/v1`);
  await change(connectionId, { profile: "cerebras" });
  const conversationId = await client.newConversation({
    connectionId,
    model: "fake/default",
    settings: { reasoning: { effort: "high", exclude: true }, provider: { zdr: true }, seed: 7 },
  });
  for (const question of ["Strict one", "Strict two"])
    expect((await client.ask(conversationId, question)).error).toBeNull();
  const body = requests("Strict two")[0]?.body;
  expect(body).toMatchObject({ reasoning_effort: "high", seed: 7 });
  expect(body).not.toHaveProperty("reasoning");
  expect(body).not.toHaveProperty("provider");
  const assistant = z.array(z.looseObject({ role: z.string() })).parse(body?.messages)[1];
  expect(Object.keys(assistant ?? {}).sort()).toEqual(["content", "role"]);
  await client.request("DELETE", `/connections/${connectionId}`);
});

/** A server of one's own, with a list that names its kind and says nothing about reasoning. */
let origin = "";
const local = createServer((request, response) => {
  const json = (status: number, body: object) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  void text(request).then((raw) => {
    if (request.url === "/v1/models")
      return json(200, { data: [{ id: "local", owned_by: "llamacpp", meta: { n_ctx: 8192 } }] });
    if (request.url !== "/v1/chat/completions") return json(404, { error: "not found" });
    const { reasoning_effort, stream } = z
      .looseObject({ reasoning_effort: z.string().optional(), stream: z.boolean().optional() })
      .parse(JSON.parse(raw));
    if (reasoning_effort === "none")
      return json(400, { error: { message: "Reasoning is mandatory and cannot be disabled for this model." } });
    const said = { role: "assistant", reasoning_content: "hm", content: "ready" };
    if (!stream) return json(200, { choices: [{ message: said, finish_reason: "stop" }] });
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`data: ${JSON.stringify({ choices: [{ delta: said, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`);
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => local.listen(0, "127.0.0.1", resolve));
  const address = local.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => new Promise((resolve) => local.close(resolve)));

test("a test recognises the server and finds out what its list does not tell; it can be forgotten", async () => {
  const id = await client.newConnection("Own server", `${origin}/v1`);
  const tested = await client.request("POST", `/connections/${id}/test`);
  expect(await tested.json()).toMatchObject({ ok: true, server: "llama-cpp", reasoningField: "reasoning_content" });
  const view = (await viewsOf()).find((each) => each.id === id);
  expect(view).toMatchObject({
    profile: "llama-cpp",
    recognisedProfile: "llama-cpp",
    isProfileChosen: false,
    learned: [{ modelId: "local", field: "mandatory", source: "probed", text: "Reasoning cannot be switched off" }],
  });
  const modelOf = async () => {
    const { models } = z
      .object({ models: z.array(z.looseObject({ connectionId: z.string() })) })
      .parse(await (await client.request("GET", "/models")).json());
    return models.find(({ connectionId }) => connectionId === id);
  };
  expect(await modelOf()).toMatchObject({
    contextLength: 8192,
    reasoning: { supportedEfforts: ["low", "medium", "high"], defaultEffort: null, mandatory: true },
  });
  const forgotten = await client.request("DELETE", `/connections/${id}/learned?field=mandatory&model=local`);
  expect(viewSchema.parse(await forgotten.json()).learned).toEqual([]);
  expect(await modelOf()).toMatchObject({ reasoning: null });
  await client.request("DELETE", `/connections/${id}`);
});

test("nothing of somebody else's is forgotten", async () => {
  const other = productClient(inject("installation").url);
  expect(
    await refusal(await other.request("DELETE", "/connections/00000000-0000-4000-8000-000000000000/learned")),
  ).toEqual({ status: 404, code: "not_found" });
});
