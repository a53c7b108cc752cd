import { coalesce } from "@/lib/reasoning/coalesce";
import { createDecoder } from "@/lib/reasoning/decode";
import { parseExactChunk } from "@/lib/reasoning/exact-json";
import { createCallRecorder } from "@/lib/reasoning/record";
import { budgetLine, figure, isKept, percentile, table } from "./figures.mjs";

// The CPU time counts the collector's own threads too; on a busy machine it says more than the clock. The chunks are those of an OpenRouter-like host: half of them carry reasoning and the same words in
// reasoning_details, half carry the answer, the last one usage. They come out of JSON.parse before the clock starts, as the event
// parser hands them over; "with parsing" counts that as well. The clock covers decoding, recording, merging and the final record.

/** @param {number} index @param {number} count */
function eventText(index, count) {
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
  const isLast = index === count - 1;
  return JSON.stringify({
    id: "gen-1763800000-abcdefghijklmnopqrst",
    provider: "P",
    model: "maker/model-120b",
    object: "chat.completion.chunk",
    created: 1763800000,
    choices: [
      {
        index: 0,
        delta,
        finish_reason: isLast ? "stop" : null,
        native_finish_reason: isLast ? "stop" : null,
        logprobs: null,
      },
    ],
    ...(isLast && { usage: { prompt_tokens: 9, completion_tokens: count, total_tokens: count + 9, cost: 0.0000123 } }),
  });
}

/** @param {number} count */
const textsOf = (count) => Array.from({ length: count }, (_, index) => eventText(index, count));

/** @param {Iterable<unknown>} chunks */
function record(chunks) {
  const decoder = createDecoder();
  const recorder = createCallRecorder();
  let at = 0;
  for (const one of chunks) for (const event of decoder.push(one)) recorder.apply(event, at++);
  for (const event of decoder.end()) recorder.apply(event, at++);
  return recorder.record();
}

/** A figure for work that was not done would be worthless. @param {string[]} texts */
function verify(texts) {
  const { reasoning, wire, usage } = record(parsing(texts));
  const pieces = JSON.parse(reasoning.fragments ?? "[]").length;
  const [merged] = JSON.parse(reasoning.details ?? "[]");
  const isWhole = merged?.text === reasoning.text && (wire.content ?? "").split(" ").length === texts.length / 2 + 1;
  if (pieces !== texts.length / 2 || !isWhole || usage === null) throw new Error("the record is not whole");
}

/** @param {() => void} work @returns {{ ms: number, cpuMs: number }} */
function timed(work) {
  globalThis.gc?.();
  const begun = performance.now();
  const cpu = process.cpuUsage();
  work();
  const used = process.cpuUsage(cpu);
  return { ms: performance.now() - begun, cpuMs: (used.user + used.system) / 1000 };
}

/** Every run handles this many chunks, as one stream or as many: what differs is the length of a stream alone. */
const chunksPerRun = 100_000;

/** The median of some runs. @param {() => void} work on all the chunks of a run */
function median(work) {
  work();
  const runs = Array.from({ length: 9 }, () => timed(work));
  const of = (/** @type {"ms" | "cpuMs"} */ key) =>
    percentile(
      runs.map((run) => run[key]),
      0.5,
    );
  return { perSecond: (1000 * chunksPerRun) / of("ms"), cpuUs: (1000 * of("cpuMs")) / chunksPerRun };
}

/** @param {number} length of each stream */
const streamsOf = (length) => Array.from({ length: chunksPerRun / length }, () => textsOf(length));

/** @param {string[]} texts */
const parsed = (texts) => texts.map((text) => JSON.parse(text));
/** @param {string[]} texts */
function* parsing(texts) {
  for (const text of texts) yield parseExactChunk(text);
}

const first = parsed(textsOf(1000));
const cold = timed(() => record(first));

const rows = [["", "chunks per CPU second", "CPU µs per chunk", "against 1,000", "chunks/s on the clock"]];
/** @param {string} name @param {{ perSecond: number, cpuUs: number }} one @param {string} [ratio] */
const addRow = (name, { perSecond, cpuUs }, ratio = "") =>
  rows.push([name, figure(1_000_000 / cpuUs, 0), figure(cpuUs, 2), ratio, figure(perSecond, 0)]);
addRow("the first 1,000 of a process", { perSecond: 1_000_000 / cold.ms, cpuUs: cold.cpuMs });
/** @type {{ perSecond: number, cpuUs: number }[]} */
const measured = [];
for (const length of [1000, 10_000, 100_000]) {
  const streams = streamsOf(length).map(parsed);
  const one = median(() => {
    for (const chunks of streams) record(chunks);
  });
  measured.push(one);
  const ratio = one.cpuUs / (measured[0]?.cpuUs ?? Number.NaN);
  addRow(`streams of ${length}`, one, `× ${figure(ratio, 2)}`);
}
const streams = streamsOf(10_000);
for (const texts of streams) verify(texts);
/** @param {string} name @param {(texts: string[]) => void} work on one stream */
const addRowFor = (name, work) => {
  const one = median(() => {
    for (const texts of streams) work(texts);
  });
  addRow(name, one);
};
addRowFor("with parsing, streams of 10000", (texts) => record(parsing(texts)));
addRowFor("parsing alone", (texts) => {
  for (const text of texts) parseExactChunk(text);
});
addRowFor("JSON.parse alone", (texts) => {
  for (const text of texts) JSON.parse(text);
});

const decoder = createDecoder();
const events = parsed(textsOf(10_000)).flatMap((chunk) => decoder.push(chunk));
const timedEvents = events.map((event, atMs) => ({ atMs, event }));
addRowFor("joining for the store", () => {
  // What is saved at a time: the events of half a second of a fast stream.
  for (let at = 0; at < timedEvents.length; at += 100) JSON.stringify(coalesce(timedEvents.slice(at, at + 100)));
});
console.log(
  `Decode, record, merge; half of the chunks are reasoning with details. Warm but for the first row.\n\n${table(rows)}\n`,
);

const slowest = Math.max(...measured.map((one) => one.cpuUs));
const budgets = [
  { name: "CPU per chunk, at any length (5 µs = 200,000 chunks/s)", value: slowest, limit: 5, unit: " µs" },
  {
    name: "100,000 chunks against 1,000, per chunk",
    value: (measured.at(-1)?.cpuUs ?? Number.NaN) / (measured[0]?.cpuUs ?? Number.NaN),
    // Growth would show as ×10 or more; noise of a busy machine does not.
    limit: 2,
    unit: "",
  },
];
console.log(budgets.map(budgetLine).join("\n"));
process.exit(budgets.every(isKept) ? 0 : 1);
