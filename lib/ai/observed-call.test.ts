import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import type { OpenUpstream } from "./guarded-request";
import { type ObserveOptions, observeCall } from "./observed-call";

/** An upstream that answers with these pieces; `open` leaves the body open after them. */
function answering(pieces: string[] | Buffer[], options: { type?: string; open?: boolean } = {}) {
  const body = new PassThrough();
  const open: OpenUpstream = async () => {
    for (const piece of pieces) body.write(piece);
    if (!options.open) body.end();
    return { status: 200, headers: new Headers({ "content-type": options.type ?? "text/event-stream" }), body };
  };
  return { open, body };
}

function observe(open: OpenUpstream, overrides: Partial<ObserveOptions> = {}) {
  const controller = new AbortController();
  const call = observeCall({
    open,
    controller,
    now: () => performance.now(),
    firstByteTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    ...overrides,
  });
  const events: unknown[] = [];
  let malformed = 0;
  const read = async () => {
    await call.fetch("http://x/", request);
    await call.read({ onData: (json) => events.push(json), onMalformed: () => (malformed += 1) });
  };
  return { ...call, controller, events, read, malformed: () => malformed };
}

const request = { method: "POST", body: '{"stream":true}' };
const said = { choices: [{ delta: { content: "say [DONE] or data: [DONE] é 🙂" } }] };
const stream = `: hello\n\ndata: ${JSON.stringify(said)}\n\n: again\n\ndata: [DONE]\n\n`;

test("events reach the reader; comments and the end mark are seen", async () => {
  const call = observe(answering([stream]).open);
  await call.read();
  expect(call.events).toEqual([said]);
  expect(call.observation).toMatchObject({ comments: 2, sawDone: true, requestBody: request.body, status: 200 });
  expect(call.observation.firstByteMs).not.toBeNull();
});

test("wherever the bytes are cut, the same is read", async () => {
  const bytes = Buffer.from(stream);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const call = observe(answering([bytes.subarray(0, cut), bytes.subarray(cut)]).open);
    await call.read();
    expect([cut, call.events, call.observation.sawDone, call.observation.comments]).toEqual([cut, [said], true, 2]);
  }
});

test("the mark inside an answer is not the end", async () => {
  const call = observe(answering([`data: ${JSON.stringify(said)}\n\n`]).open);
  await call.read();
  expect(call.observation.sawDone).toBe(false);
});

test("a last event without its blank line is read", async () => {
  const call = observe(answering([`data: ${JSON.stringify(said)}`]).open);
  await call.read();
  expect(call.events).toEqual([said]);
});

test("an event that is no JSON is counted, not thrown", async () => {
  const call = observe(answering(["data: {oops\n\ndata: {}\n\n"]).open);
  await call.read();
  expect([call.events, call.malformed()]).toEqual([[{}], 1]);
});

test("a body left open after the end mark is ended and let go", async () => {
  const upstream = answering(["data: {}\n\ndata: [DONE]"], { open: true });
  const call = observe(upstream.open);
  await call.read();
  expect(call.observation.sawDone).toBe(true);
  await vi.waitFor(() => expect(upstream.body.destroyed).toBe(true), { timeout: 3_000 });
});

test("one JSON document is one event", async () => {
  const call = observe(answering(['\n \n{"choices":\n[]}'], { type: "application/json" }).open);
  await call.read();
  expect(call.events).toEqual([{ choices: [] }]);
  expect(call.observation.sawDone).toBe(true);
});

test("a web page is named, not parsed", async () => {
  const call = observe(answering(["<html>"], { type: "text/html" }).open);
  await expect(call.read()).rejects.toMatchObject({ code: "provider_malformed" });
});

test("silence after bytes ends the call; comments and blank lines are not speech", async () => {
  vi.useFakeTimers();
  try {
    const upstream = answering([], { open: true });
    const call = observe(upstream.open, { idleTimeoutMs: 1_000 });
    const reading = expect(call.read()).rejects.toMatchObject({ code: "provider_timeout" });
    call.controller.signal.addEventListener("abort", () => upstream.body.destroy());
    upstream.body.write('data: {"a":1}\n\n');
    for (const piece of [": still here\n\n", "\n\n", ": still here\n\n"]) {
      await vi.advanceTimersByTimeAsync(300);
      upstream.body.write(piece);
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(call.controller.signal.aborted).toBe(false);
    expect(call.observation.comments).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    await reading;
  } finally {
    vi.useRealTimers();
  }
});

test("no first byte ends the call", async () => {
  vi.useFakeTimers();
  try {
    const never: OpenUpstream = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    const call = observe(never, { firstByteTimeoutMs: 1_000 });
    const reading = expect(call.read()).rejects.toMatchObject({ code: "provider_timeout" });
    await vi.advanceTimersByTimeAsync(1_000);
    await reading;
  } finally {
    vi.useRealTimers();
  }
});

test("an abort ends the reading, whatever the other end makes of it", async () => {
  const { open, body } = answering([`data: ${JSON.stringify(said)}\n\n`], { open: true });
  const call = observe(open);
  const reading = call.read();
  await vi.waitFor(() => expect(call.events).toHaveLength(1));
  const reason = new Error("stopped");
  call.controller.abort(reason);
  await expect(reading).rejects.toBe(reason);
  expect(body.destroyed).toBe(true);
});
