import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallEvent } from "@/lib/reasoning/events";
import { callModel } from "./model-call";

let server: Server;
let baseUrl: string;
/** What the next answer writes before its connection is destroyed. */
let pieces: object[] = [];

beforeEach(async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(pieces.map((piece) => `data: ${JSON.stringify(piece)}\n\n`).join(""), () => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
});

async function call() {
  const events: CallEvent[] = [];
  const outcome = await callModel(
    {
      connection: { id: "c", name: "Example", baseUrl, profile: "openai-compatible", apiKey: null },
      model: "m",
      prompt: [{ role: "user", content: [{ type: "text", text: "hello" }] }],
      wire: {},
      controller: new AbortController(),
    },
    { onEvent: (event) => events.push(event) },
  );
  return { outcome, text: events.map((event) => (event.type === "text" ? event.text : "")).join("") };
}

const said = { choices: [{ index: 0, delta: { content: "so far" } }] };

test("a line that breaks without a word is an interruption, its text kept", async () => {
  pieces = [said];
  const { outcome, text } = await call();
  expect(outcome).toMatchObject({ outcome: "interrupted", ended: "cut", error: { code: "provider_cut" } });
  expect(text).toBe("so far");
});

test("a line that breaks after the provider said why has failed for that reason", async () => {
  pieces = [said, { error: { code: 429, message: "slow down" } }];
  const { outcome, text } = await call();
  expect(outcome).toMatchObject({ outcome: "failed", ended: "cut", error: { code: "provider_rate_limit" } });
  expect(text).toBe("so far");
});

test("a line that breaks after the finish reason has lost nothing", async () => {
  pieces = [said, { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }];
  expect((await call()).outcome).toMatchObject({ outcome: "done", ended: "finish", error: null });
});
