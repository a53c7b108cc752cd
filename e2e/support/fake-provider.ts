import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type FakeAnswer, type Json, json } from "./fake/answer.ts";
import { answerOf, type QueuedScript, type QueuedScriptInput, queuedScriptSchema } from "./fake/control.ts";
import { openGate } from "./fake/gates.ts";
import { type JournalEntry, newEntry } from "./fake/journal.ts";
import { type Ledger, readSent } from "./fake/ledger.ts";
import { modelList } from "./fake/models.ts";
import { play } from "./fake/play.ts";
import { isJson, messagesOf, requestedScenario, textOf } from "./fake/scenario.ts";
import { recordingNames } from "./fake/scenarios/replay.ts";
import { findScenario, scenarioNames } from "./fake/scenarios.ts";
import { usage, wireFor } from "./fake/wire.ts";

export interface FakeProvider {
  /** origin, without /v1 */
  url: string;
  /** every request to /v1 so far, oldest first; entries change while their answer runs */
  requests: JournalEntry[];
  /** queues the answer to the next request that fits */
  script: (script: QueuedScriptInput) => void;
  /** forgets requests, queued answers and what was sent */
  reset: () => void;
  close: () => Promise<void>;
}

/** An OpenAI-compatible server on 127.0.0.1 that answers by scenario; `port` 0 takes a free one. */
export async function startFakeProvider({ port = 0 }: { port?: number } = {}): Promise<FakeProvider> {
  const requests: JournalEntry[] = [];
  const queue: QueuedScript[] = [];
  const ledger: Ledger = [];
  const attempts = new Map<string, number>();
  let number = 0;

  const reset = () => {
    for (const list of [requests, queue, ledger]) list.length = 0;
    attempts.clear();
    number = 0;
  };
  const script = (input: QueuedScriptInput) => {
    queue.push(queuedScriptSchema.parse(input));
  };

  function chooseAnswer(entry: JournalEntry): FakeAnswer {
    const { body } = entry;
    if (!body) return json(400, { error: { message: "The body is no JSON object.", code: 400 } });
    const isStream = body.stream === true;
    const at = queue.findIndex((item) => item.stream === isStream && entry.bodyText.includes(item.contains ?? ""));
    const [queued] = at < 0 ? [] : queue.splice(at, 1);
    const model = String(body.model);
    const messages = messagesOf(body);
    const question = textOf(messages.findLast(({ role }) => role === "user")?.content);
    number += 1;
    const wire = wireFor(model, number);
    if (queued) {
      entry.scenario = "queued";
      return answerOf(queued);
    }
    if (!isStream) return titleAnswer(model, wire.id, question);

    const { name, params } = requestedScenario(model, question);
    entry.scenario = name;
    const authorization = String(entry.headers.authorization ?? "");
    const attempt = (attempts.get(question) ?? 0) + 1;
    attempts.set(question, attempt);
    const scenario = findScenario(name === "default" && model.includes("gpt-oss") ? "unsigned" : name);
    if (!scenario) return json(404, { error: { message: `The fake has no scenario ${name}.`, code: 404 } });
    return scenario({ body, messages, model, question, params, attempt, number, wire, ledger, authorization });
  }

  async function answerCompletion(entry: JournalEntry, response: ServerResponse): Promise<void> {
    const sent = await play(chooseAnswer(entry), response, entry);
    if (sent && entry.status === 200 && entry.body?.stream === true) {
      ledger.push(readSent(sent.toString("utf8"), messagesOf(entry.body)));
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const route = `${request.method} ${pathname}`;
    const bodyText = await text(request);
    if (route === "GET /health") return send(response, 200, { ok: true });
    if (route === "GET /__control/requests") return send(response, 200, { requests });
    if (route === "GET /__control/answers") return send(response, 200, { answers: ledger });
    if (route === "POST /__control/reset") {
      reset();
      return send(response, 200, { ok: true });
    }
    if (route === "POST /__control/open") {
      openGate(bodyText);
      return send(response, 200, { ok: true });
    }
    if (route === "POST /__control/script") {
      const parsed = queuedScriptSchema.safeParse(parseJson(bodyText));
      if (!parsed.success) return send(response, 400, { error: { message: parsed.error.message } });
      queue.push(parsed.data);
      return send(response, 200, { queued: queue.length });
    }

    const entry = newEntry(requests.length + 1, request.method ?? "", pathname, request.headers);
    entry.bodyText = bodyText;
    entry.body = parseJson(bodyText);
    requests.push(entry);
    if (route === "POST /v1/chat/completions") return answerCompletion(entry, response);
    const isModels = route === "GET /v1/models";
    entry.status = isModels ? 200 : 404;
    entry.endedAt = Date.now();
    if (isModels) return send(response, 200, modelList(scenarioNames, recordingNames()));
    send(response, 404, { error: { message: `The fake has no ${route}.`, code: 404 } });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error("fake provider:", error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const boundPort = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    requests,
    script,
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function titleAnswer(model: string, id: string, question: string): FakeAnswer {
  const content = `Title: ${question.replace(/\s+/g, " ").slice(0, 30).trim()}`;
  return json(200, {
    id,
    object: "chat.completion",
    created: 1_767_225_600,
    model,
    provider: "Fake Host",
    choices: [
      { index: 0, message: { role: "assistant", content }, finish_reason: "stop", native_finish_reason: "stop" },
    ],
    usage,
  });
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function parseJson(body: string): Json | null {
  try {
    const value: unknown = JSON.parse(body);
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

if (import.meta.main) {
  const fake = await startFakeProvider({ port: Number(process.env.FAKE_PORT ?? 4810) });
  console.log(`fake provider on ${fake.url}/v1`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => fake.close());
}
