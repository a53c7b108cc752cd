import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readEvents } from "./event-stream";
import { openGuarded } from "./guarded-request";

let server: Server | null = null;

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

async function openServer(answer: RequestListener) {
  const own = createServer(answer);
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const { port } = own.address() as AddressInfo;
  return openGuarded(`http://127.0.0.1:${port}/`, { method: "POST", headers: {}, body: "{}", signal: null });
}

const events = ["first", "second 🙂", "third"].map((word) => ({ choices: [{ delta: { content: word } }] }));
const eventText = (event: object) => `data: ${JSON.stringify(event)}\n\n`;

/** What a host may compress with, whatever it was asked for; each flushed after every event, as a stream has to be. */
const encoders: [
  name: string,
  create: () => zlib.Gzip | zlib.BrotliCompress | zlib.Deflate | zlib.ZstdCompress,
  flush: number,
][] = [
  ["gzip", () => zlib.createGzip(), zlib.constants.Z_SYNC_FLUSH],
  ["x-gzip", () => zlib.createGzip(), zlib.constants.Z_SYNC_FLUSH],
  ["deflate", () => zlib.createDeflate(), zlib.constants.Z_SYNC_FLUSH],
  ["br", () => zlib.createBrotliCompress(), zlib.constants.BROTLI_OPERATION_FLUSH],
  ["zstd", () => zlib.createZstdCompress(), zlib.constants.ZSTD_e_flush],
];

describe.each(encoders)("%s", (name, create, flush) => {
  test("each event is read as it comes, not only when the body ends", async () => {
    let goOn = () => {};
    const { body } = await openServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": name });
      const encoder = create();
      encoder.pipe(response);
      const write = (index: number) => {
        const event = events[index];
        if (!event) return void encoder.end("data: [DONE]\n\n");
        encoder.write(eventText(event));
        encoder.flush(flush, () => {});
        goOn = () => write(index + 1);
      };
      write(0);
    });
    const seen: unknown[] = [];
    // The next event is sent when the one before it has been read: held back by a decoder, this would never end.
    const onData = (json: unknown) => {
      seen.push(json);
      goOn();
    };
    expect(await readEvents(body, { onData, onMalformed: () => {}, onPiece: () => {} })).toBe("mark");
    expect(seen).toEqual(events);
  });

  test("a body that is cut off gives what came, and never passes for whole", async () => {
    const whole = await new Promise<Buffer>((resolve) => {
      const encoder = create();
      const pieces: Buffer[] = [];
      encoder.on("data", (piece: Buffer) => pieces.push(piece)).on("end", () => resolve(Buffer.concat(pieces)));
      for (const event of events) {
        encoder.write(eventText(event));
        encoder.flush(flush, () => {});
      }
      encoder.end();
    });
    const { body } = await openServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": name });
      response.end(whole.subarray(0, whole.length - 6));
    });
    const seen: unknown[] = [];
    const reading = readEvents(body, { onData: (json) => seen.push(json), onMalformed: () => {}, onPiece: () => {} });
    // Node's zstd ends such a body in silence; without the mark it is incomplete all the same.
    const end = await reading.catch(() => "failed");
    expect(end).toBe(name === "zstd" ? "end" : "failed");
    expect(seen.length).toBeGreaterThan(0);
    expect(events.slice(0, seen.length)).toEqual(seen);
  });
});

test("a body that is not what its header says fails, and is no answer", async () => {
  const { body } = await openServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
    response.end("data: plain text\n\n");
  });
  const reading = readEvents(body, { onData: () => {}, onMalformed: () => {}, onPiece: () => {} });
  await expect(reading).rejects.toThrow(/header/);
});
