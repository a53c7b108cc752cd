/** One thing the fake does while answering. `json` is framed as an SSE event; `flush` sends the headers without a byte of body. */
export type ScriptStep =
  | { text: string }
  | { bytes: Uint8Array }
  | { json: unknown }
  | { delayMs: number }
  | { flush: true };

/** A scenario can also wait for the test. */
export type Step = ScriptStep | { until: Promise<void> };

/** `end` closes properly, `destroy` breaks the connection (FIN), `reset` does so with RST, `hang` stays silent until the client leaves. */
export const ends = ["end", "destroy", "reset", "hang"] as const;
export type End = (typeof ends)[number];

export interface FakeAnswer {
  status: number;
  headers: Record<string, string>;
  steps: Iterable<Step>;
  end: End;
}

export type Json = Record<string, unknown>;

export const sseHeaders = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };

export function streamed(steps: Iterable<Step>, end: End = "end"): FakeAnswer {
  return { status: 200, headers: sseHeaders, steps, end };
}

export function plain(
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): FakeAnswer {
  return { status, headers: { "content-type": contentType, ...headers }, steps: [{ text: body }], end: "end" };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): FakeAnswer {
  return plain(status, "application/json", JSON.stringify(body), headers);
}

const encoder = new TextEncoder();

/** What a step puts on the wire; null for steps that only take time. */
export function bytesOf(step: Step): Uint8Array | null {
  if ("bytes" in step) return step.bytes;
  if ("text" in step) return encoder.encode(step.text);
  if ("json" in step) return encoder.encode(`data: ${JSON.stringify(step.json)}\n\n`);
  return null;
}
