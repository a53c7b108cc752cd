import { Agent, request as httpRequest } from "node:http";
import { afterAll, expect, inject, test } from "vitest";

const { url } = inject("installation");
const { port } = new URL(url);

/** One connection for everything, as a browser or a proxy in front would use it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterAll(() => agent.destroy());

interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

function send({ method, path, headers = {}, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent, timeout: 4000 }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    call.on("timeout", () => call.destroy(new Error("no answer")));
    call.on("error", reject);
    call.end(body);
  });
}

const json = { "content-type": "application/json" };
const large = JSON.stringify({ text: "x".repeat(3_000_000) });
const nowhere = "/api/conversations/00000000-0000-4000-8000-000000000000/messages";

const refused: [string, number, Sent][] = [
  ["too large", 413, { method: "POST", path: nowhere, headers: json, body: large + large }],
  [
    "too large, in pieces",
    413,
    { method: "POST", path: nowhere, headers: { ...json, "transfer-encoding": "chunked" }, body: large + large },
  ],
  ["no id", 404, { method: "POST", path: "/api/conversations/x/messages", headers: json, body: large }],
  [
    "no id, in pieces",
    404,
    { method: "POST", path: "/api/conversations/x/messages", headers: { "transfer-encoding": "chunked" }, body: large },
  ],
  [
    "a foreign origin",
    403,
    { method: "POST", path: nowhere, headers: { ...json, origin: "https://evil.example" }, body: large },
  ],
  ["a wrong host", 421, { method: "POST", path: nowhere, headers: { ...json, host: "evil.example" }, body: large }],
  ["no such address", 404, { method: "POST", path: "/api/nothing", headers: json, body: large }],
  ["no such method", 405, { method: "PUT", path: nowhere, headers: json, body: large }],
  [
    "a body where none belongs",
    404,
    {
      method: "DELETE",
      path: "/api/conversations/x",
      headers: { ...json, "content-length": String(large.length) },
      body: large,
    },
  ],
];

test.each(refused)(
  "after a refusal (%s) the next request on the same connection is answered",
  async (_, status, sent) => {
    for (let round = 0; round < 3; round += 1) {
      expect(await send(sent)).toBe(status);
      expect(await send({ method: "GET", path: "/api/conversations" })).toBe(200);
    }
  },
);
