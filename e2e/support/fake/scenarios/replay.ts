import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type End, ends, type FakeAnswer, json, type Step, streamed } from "../answer.ts";
import type { Params, Scenario } from "../scenario.ts";
import { done } from "../wire.ts";
import { standard } from "./basics.ts";
import { reframed } from "./reframe.ts";

const ownRecordings = fileURLToPath(new URL("../../recordings", import.meta.url));

function folder(): string {
  return process.env.FAKE_RECORDINGS ?? ownRecordings;
}

const isRecording = (name: string) =>
  /\.(sse|chunks\.jsonl|json)$/.test(name) && !name.endsWith(".request.json") && name !== "expected.json";

export function recordingNames(): string[] {
  return readdirSync(folder()).filter(isRecording).sort();
}

/**
 * `[[scenario:replay file=NAME status=429 size=7 cuts=3 delay=5 then=NAME at=100 end=reset as=crlf]]`: `.sse` byte for byte, `.chunks.jsonl` framed as a stream,
 * `.json` as a JSON body with `status`. `size` cuts it into packets of so many bytes, `cuts` into packets of random sizes that the
 * number decides, `delay` is the time between packets in ms. `at` cuts it off
 * after so many bytes, in the way `end` says; `as` puts the same events on the wire in another form. Once a tool's result has come back,
 * `then` is played, or the usual answer.
 */
export const replay: Scenario = (context) => {
  const { params, messages } = context;
  const isAfterTool = messages.at(-1)?.role === "tool";
  const file = params.text(isAfterTool ? "then" : "file", "");
  if (isAfterTool && file === "") return standard(context);
  return answerFrom(basename(file), params);
};

function answerFrom(name: string, params: Params): FakeAnswer {
  if (!recordingNames().includes(name)) return json(404, { error: { message: `no recording ${name}`, code: 404 } });
  const form = params.text("as", "");
  const bytes = readFileSync(join(folder(), name));
  const delayMs = params.number("delay", 0);
  if (name.endsWith(".json")) {
    const headers = { "content-type": "application/json" };
    return { status: params.number("status", 200), headers, steps: packets(bytes, params, delayMs), end: "end" };
  }
  if (name.endsWith(".sse")) {
    const end = ends.find((known) => known === params.text("end", "end")) ?? "end";
    const at = params.number("at", Number.MAX_SAFE_INTEGER);
    return streamed(cut(packets(reframed(bytes, form).subarray(0, at), params, delayMs), end), end);
  }
  const lines = bytes.toString("utf8").split("\n");
  const events = lines.filter((line) => line.trim() !== "").map((line) => `data: ${line}\n\n`);
  const isCut = form !== "" || params.number("size", 0) > 0 || params.number("cuts", 0) > 0;
  const whole = Buffer.from(`${events.join("")}data: [DONE]\n\n`);
  if (isCut) return streamed(packets(reframed(whole, form), params, delayMs));
  const steps: Step[] = [...events.map((text) => ({ text })), done];
  return streamed(steps.flatMap((step): Step[] => (delayMs > 0 ? [{ delayMs }, step] : [step])));
}

/** What has been written is read before the line goes. */
function* cut(steps: Iterable<Step>, end: End): Generator<Step> {
  yield { flush: true };
  yield* steps;
  if (end === "destroy" || end === "reset") yield { delayMs: 40 };
}

function* packets(bytes: Uint8Array, params: Params, delayMs: number): Generator<Step> {
  const nextSize = sizes(params, bytes.length);
  for (let offset = 0; offset < bytes.length; ) {
    const size = nextSize();
    if (delayMs > 0) yield { delayMs };
    yield { bytes: bytes.subarray(offset, offset + size) };
    offset += size;
  }
}

/** Between 1 byte and a few events, small ones most often: the same row of sizes for the same seed. */
const largest = 2000;

function sizes(params: Params, whole: number): () => number {
  let state = Math.floor(params.number("cuts", 0));
  if (state <= 0) return () => Math.max(1, Math.floor(params.number("size", whole)));
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + Math.floor((state / 2 ** 32) ** 3 * largest);
  };
}
