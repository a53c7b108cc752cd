import { expect, test, vi } from "vitest";
import { type ObserveOptions, observeFetch } from "./observed-fetch";

const encode = (text: string) => new TextEncoder().encode(text);

/** A fetch that answers with these pieces; "open" leaves the body open after them. */
function answering(
  pieces: Uint8Array[],
  options: { type?: string; open?: boolean } = {},
): { fetch: typeof fetch; cancelled: () => boolean } {
  let wasCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      if (!options.open) controller.close();
    },
    cancel() {
      wasCancelled = true;
    },
  });
  return {
    fetch: async () => new Response(body, { headers: { "content-type": options.type ?? "text/event-stream" } }),
    cancelled: () => wasCancelled,
  };
}

function observe(fetch: typeof globalThis.fetch, overrides: Partial<ObserveOptions> = {}) {
  const controller = new AbortController();
  const observed = observeFetch({
    fetch,
    controller,
    now: () => performance.now(),
    firstByteTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    ...overrides,
  });
  return { ...observed, controller };
}

const request = { method: "POST", body: '{"stream":true}' };
const stream =
  ': hello\n\ndata: {"choices":[{"delta":{"content":"say [DONE] or data: [DONE]"}}]}\n\n: again\n\ndata: [DONE]\n\n';

test("bytes pass unchanged; comments and the end mark are seen", async () => {
  const { fetch, observation } = observe(answering([encode(stream)]).fetch);
  const response = await fetch("http://x/", request);
  expect(await response.text()).toBe(stream);
  expect(observation).toMatchObject({ comments: 2, sawDone: true, requestBody: request.body });
  expect(observation.firstByteMs).not.toBeNull();
});

test("the end mark is seen wherever the bytes are cut", async () => {
  for (let cut = 1; cut < stream.length; cut += 1) {
    const { fetch, observation } = observe(answering([encode(stream.slice(0, cut)), encode(stream.slice(cut))]).fetch);
    await (await fetch("http://x/", request)).text();
    expect([cut, observation.sawDone, observation.comments]).toEqual([cut, true, 2]);
  }
});

test("the mark inside an answer is not the end", async () => {
  const text = 'data: {"choices":[{"delta":{"content":"data: [DONE]"}}]}\n\n';
  const { fetch, observation } = observe(answering([encode(text)]).fetch);
  await (await fetch("http://x/", request)).text();
  expect(observation.sawDone).toBe(false);
});

test("a body left open after the end mark is ended and let go", async () => {
  const upstream = answering([encode("data: {}\n\ndata: [DONE]\n\n")], { open: true });
  const { fetch } = observe(upstream.fetch);
  await (await fetch("http://x/", request)).text();
  await vi.waitFor(() => expect(upstream.cancelled()).toBe(true));
});

test("one JSON document becomes one event", async () => {
  const { fetch, observation } = observe(
    answering([encode('\n \n{"choices":\n[]}')], { type: "application/json" }).fetch,
  );
  expect(await (await fetch("http://x/", request)).text()).toBe('data: {"choices":[]}\n\ndata: [DONE]\n\n');
  expect(observation.sawDone).toBe(true);
});

test("a web page is named, not parsed", async () => {
  const { fetch } = observe(answering([encode("<html>")], { type: "text/html" }).fetch);
  await expect(fetch("http://x/", request)).rejects.toMatchObject({ code: "provider_malformed" });
});

test("silence after bytes ends the call; comments are not speech", async () => {
  vi.useFakeTimers();
  try {
    let push: (text: string) => void = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        push = (text) => controller.enqueue(encode(text));
      },
    });
    const { fetch, controller } = observe(
      async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
      { idleTimeoutMs: 1_000 },
    );
    const reader = (await fetch("http://x/", request)).body?.getReader();
    push('data: {"a":1}\n\n');
    await reader?.read();
    for (let beat = 0; beat < 3; beat += 1) {
      await vi.advanceTimersByTimeAsync(300);
      push(": still here\n\n");
      await reader?.read();
    }
    expect(controller.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(controller.signal.reason).toMatchObject({ code: "provider_timeout" });
  } finally {
    vi.useRealTimers();
  }
});

test("no first byte ends the call", async () => {
  vi.useFakeTimers();
  try {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const { fetch } = observe(never, { firstByteTimeoutMs: 1_000 });
    const call = expect(fetch("http://x/", request)).rejects.toMatchObject({ code: "provider_timeout" });
    await vi.advanceTimersByTimeAsync(1_000);
    await call;
  } finally {
    vi.useRealTimers();
  }
});
