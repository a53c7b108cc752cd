import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { json, plain, type Step, streamed } from "../answer.ts";
import type { Scenario } from "../scenario.ts";
import { done } from "../wire.ts";

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
 * `[[scenario:replay file=NAME status=429 size=7 delay=5]]`: `.sse` byte for byte, `.chunks.jsonl` framed as a stream, `.json` as a
 * JSON body with `status`. `size` cuts a stream into packets of so many bytes, `delay` is the time between packets in ms.
 */
export const replay: Scenario = ({ params }) => {
  const name = basename(params.text("file", ""));
  if (!recordingNames().includes(name)) return json(404, { error: { message: `no recording ${name}`, code: 404 } });
  const bytes = readFileSync(join(folder(), name));
  if (name.endsWith(".json")) return plain(params.number("status", 200), "application/json", bytes.toString("utf8"));
  const delayMs = params.number("delay", 0);
  if (name.endsWith(".sse")) return streamed(packets(bytes, params.number("size", bytes.length), delayMs));
  const lines = bytes.toString("utf8").split("\n");
  const events = lines.filter((line) => line.trim() !== "").map((line): Step => ({ text: `data: ${line}\n\n` }));
  return streamed([...events, done].flatMap((step): Step[] => (delayMs > 0 ? [{ delayMs }, step] : [step])));
};

function* packets(bytes: Uint8Array, size: number, delayMs: number): Generator<Step> {
  const step = Math.max(1, Math.floor(size));
  for (let offset = 0; offset < bytes.length; offset += step) {
    if (delayMs > 0) yield { delayMs };
    yield { bytes: bytes.subarray(offset, offset + step) };
  }
}
