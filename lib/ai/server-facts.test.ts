import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { profileOf } from "@/lib/reasoning/profiles";
import { withContextLengths } from "./context-lengths";
import { detectServer } from "./detect-server";
import { probeReasoning } from "./probe-reasoning";
import type { ProviderConnection } from "./providers";

const bodySchema = z.record(z.string(), z.unknown());
type Body = z.infer<typeof bodySchema>;
type Answer = (body: Body) => { status?: number; headers?: Record<string, string>; body: object | string };

const missing: ReturnType<Answer> = { status: 404, body: { error: "not found" } };

let server: Server;
let connection: ProviderConnection;
/** What the server answers, by path; everything else is 404. */
let answers: Record<string, Answer> = {};
let asked: Body[] = [];

beforeEach(async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
  answers = {};
  asked = [];
  server = createServer((request, response) => {
    void text(request).then((raw) => {
      const body = bodySchema.parse(raw === "" ? {} : JSON.parse(raw));
      if (request.method === "POST") asked.push(body);
      const answer = answers[request.url ?? ""]?.(body) ?? missing;
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
  connection = { id: "c", name: "Example", baseUrl, profile: "openai-compatible", apiKey: null };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
});

const listed = (entry: object) => [{ raw: JSON.stringify({ id: "m", ...entry }) }];

test("the owner of the models names some servers, without a question", async () => {
  expect(await detectServer(connection, listed({ owned_by: "vllm" }))).toBe("vllm");
  expect(await detectServer(connection, listed({ owned_by: "llamacpp" }))).toBe("llama-cpp");
  expect(await detectServer(connection, listed({ owned_by: "sglang" }))).toBe("sglang");
});

test("others are known by what they answer beside the OpenAI-compatible part", async () => {
  const tales: [string, string, Answer][] = [
    ["llama-cpp", "/props", () => ({ body: { default_generation_settings: { n_ctx: 4096 } } })],
    ["llama-cpp", "/props", () => ({ headers: { server: "llama.cpp" }, body: {} })],
    ["ollama", "/", () => ({ body: "Ollama is running" })],
    ["lm-studio", "/api/v0/models", () => ({ body: { data: [{ id: "m", state: "loaded" }] } })],
    ["sglang", "/get_model_info", () => ({ body: { model_path: "/models/m" } })],
  ];
  for (const [id, path, answer] of tales) {
    answers = { [path]: answer };
    expect([path, await detectServer(connection, listed({ owned_by: "library" }))]).toEqual([path, id]);
  }
});

test("a web page or nothing at those addresses is no server that is known", async () => {
  expect(await detectServer(connection, [])).toBeNull();
  const page = () => ({ body: "<html>Ollama is running away</html>" });
  answers = { "/": page, "/props": page, "/api/v0/models": page, "/get_model_info": page };
  expect(await detectServer(connection, listed({}))).toBeNull();
});

const lengths = async (profile: string, models: { modelId: string; contextLength: number | null }[]) =>
  (await withContextLengths({ ...connection, profile }, models)).map(({ contextLength }) => contextLength);

test("context lengths that are told beside the list, what is loaded first", async () => {
  answers = {
    "/props": () => ({ body: { default_generation_settings: { n_ctx: 8192 } } }),
    "/api/v0/models": () => ({
      body: {
        data: [
          { id: "a", state: "loaded", max_context_length: 131_072, loaded_context_length: 4096 },
          { id: "b", state: "not-loaded", max_context_length: 32_768 },
        ],
      },
    }),
    "/api/ps": () => ({ body: { models: [{ model: "a", context_length: 2048 }] } }),
    "/api/show": ({ model }) => ({
      body: { model_info: { "gptoss.context_length": model === "a" ? 131_072 : 65_536 } },
    }),
  };
  const models = ["a", "b"].map((modelId) => ({ modelId, contextLength: null }));
  expect(await lengths("llama-cpp", models)).toEqual([8192, 8192]);
  expect(await lengths("llama-cpp", [{ modelId: "a", contextLength: 1024 }])).toEqual([1024]);
  expect(await lengths("lm-studio", models)).toEqual([4096, 32_768]);
  expect(await lengths("ollama", models)).toEqual([2048, 65_536]);
  expect(await lengths("openai-compatible", models)).toEqual([null, null]);
});

test("a server that does not tell changes nothing", async () => {
  for (const profile of ["llama-cpp", "lm-studio", "ollama"])
    expect(await lengths(profile, [{ modelId: "a", contextLength: null }])).toEqual([null]);
});

const says = (message: object) => ({ body: { choices: [{ message }] } });
const refuses = (message: string) => ({ status: 400, body: { error: { message } } });
const chat = (answer: Answer) => {
  answers = { "/v1/chat/completions": answer };
};
const probe = () => probeReasoning(connection, "m", profileOf(connection.profile));

test("reasoning that goes on although switched off cannot be switched off", async () => {
  chat(() => says({ content: "ready", reasoning: "hm" }));
  const { profile, found } = await probe();
  expect(found).toEqual([{ modelId: "m", facts: [{ field: "mandatory", value: true }] }]);
  expect(profile.mandatory).toBe(true);
  expect(asked.map(({ reasoning_effort }) => reasoning_effort)).toEqual(["low", "none"]);
});

test("reasoning that stops can be switched off", async () => {
  chat(({ reasoning_effort }) =>
    says({ content: "ready", ...(reasoning_effort === "none" ? {} : { reasoning_content: "hm" }) }),
  );
  expect((await probe()).found).toEqual([{ modelId: "m", facts: [{ field: "mandatory", value: false }] }]);
});

test("a model without reasoning says nothing about it", async () => {
  chat(() => says({ content: "ready", reasoning: null }));
  expect((await probe()).found).toEqual([]);
  expect(asked).toHaveLength(1);
});

test("refusals on the way are corrected and kept", async () => {
  chat(({ reasoning_effort, max_tokens }) => {
    if (max_tokens !== undefined)
      return refuses("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
    if (reasoning_effort === "none")
      return refuses("Invalid reasoning_effort for this model: must be one of 'low', 'medium', 'high'");
    return says({ content: "ready", reasoning: "hm" });
  });
  const { profile, found } = await probe();
  expect(found).toEqual([
    { modelId: null, facts: [{ field: "renamed", value: { max_tokens: "max_completion_tokens" } }] },
    { modelId: "m", facts: [{ field: "supported_efforts", value: ["low", "medium", "high"] }] },
  ]);
  expect(profile).toMatchObject({ mandatory: null, renamed: { max_tokens: "max_completion_tokens" } });
});

test("a server that refuses everything teaches nothing and does not hang", async () => {
  chat(() => refuses("No."));
  expect(await probe()).toEqual({ profile: profileOf(connection.profile), found: [] });
  chat(() => refuses("Unsupported parameter: 'max_tokens', use max_completion_tokens"));
  expect((await probe()).found).toHaveLength(1);
});
