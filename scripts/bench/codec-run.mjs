import { createDecoder } from "@/lib/reasoning/decode";
import { createCallRecorder } from "@/lib/reasoning/record";
import { figure, percentile, table } from "./figures.mjs";

/** @param {number} index @param {number} count */
function chunk(index, count) {
  const text = ` word${index % 97}`;
  const delta =
    index < count * 0.5
      ? {
          role: "assistant",
          content: "",
          reasoning: text,
          reasoning_details: [{ type: "reasoning.text", text, format: "unknown", index: 0 }],
        }
      : { role: "assistant", content: text };
  return {
    id: "gen-1",
    object: "chat.completion.chunk",
    model: "m",
    provider: "P",
    choices: [{ index: 0, delta, finish_reason: null }],
  };
}

/** @param {object[]} chunks @returns {{ ms: number, cpuMs: number }} */
function measure(chunks) {
  globalThis.gc?.();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const decoder = createDecoder();
  const recorder = createCallRecorder();
  let at = 0;
  for (const one of chunks) for (const event of decoder.push(one)) recorder.apply(event, at++);
  for (const event of decoder.end()) recorder.apply(event, at++);
  const record = recorder.record();
  if (record.reasoning.details === null || record.wire.content === null) throw new Error("nothing was recorded");
  const used = process.cpuUsage(cpu);
  return { ms: performance.now() - begun, cpuMs: (used.user + used.system) / 1000 };
}

const rows = [["chunks", "chunks/s", "CPU µs per chunk", "against 1,000"]];
let base = Number.NaN;
for (const count of [1000, 10_000, 100_000]) {
  const chunks = Array.from({ length: count }, (_, index) => chunk(index, count));
  const runs = Array.from({ length: count > 50_000 ? 7 : 25 }, () => measure(chunks)).slice(2);
  const ms = percentile(
    runs.map((one) => one.ms),
    0.5,
  );
  const each =
    (1000 *
      percentile(
        runs.map((one) => one.cpuMs),
        0.5,
      )) /
    count;
  if (Number.isNaN(base)) base = each;
  rows.push([String(count), figure((1000 * count) / ms, 0), figure(each, 2), `× ${figure(each / base, 2)}`]);
}
console.log(`decode, merge, record; half of the chunks are reasoning with details\n\n${table(rows)}`);
