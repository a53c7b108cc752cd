import { streamText } from "ai";
import { createModel, fetchFor } from "@/lib/ai/providers";
import { createDecoder } from "@/lib/reasoning/decode";
import { createFrameWriter } from "@/lib/stream/frames";
import { figure, percentile, table } from "./figures.mjs";

const baseUrl = `${process.argv[2]}/v1`;
const connection = { id: "bench", name: "Bench", baseUrl, profile: "openai-compatible", apiKey: "bench-key" };
const prompt = [{ role: "user", content: [{ type: "text", text: "Go on" }] }];
const encoder = new TextEncoder();

/** @param {string} name @param {(event: object) => void} onEvent */
const modelOf = (name, onEvent) =>
  createModel({
    connection,
    model: name,
    fetch: fetchFor(connection),
    wire: {},
    decoder: createDecoder(),
    onEvent,
    onMalformed: () => {},
  });

/** @type {Record<string, (name: string) => Promise<number>>} each gives the number of tokens it saw */
const ways = {
  "doStream, own frames": async (name) => {
    let count = 0;
    const frames = createFrameWriter((frame) => void encoder.encode(frame));
    const model = modelOf(name, (event) => {
      frames.event(event, 0);
      if (event.type === "text" || event.type === "reasoning") count += 1;
    });
    const { stream } = await model.doStream({ prompt });
    const reader = stream.getReader();
    while (!(await reader.read()).done);
    return count;
  },
  "streamText, UI message stream": async (name) => {
    let count = 0;
    const result = streamText({ model: modelOf(name, () => {}), messages: [{ role: "user", content: "Go on" }] });
    for await (const part of result.toUIMessageStream({ sendReasoning: true })) {
      encoder.encode(`data: ${JSON.stringify(part)}\n\n`);
      if (part.type === "text-delta" || part.type === "reasoning-delta") count += 1;
    }
    return count;
  },
};

/** @param {(name: string) => Promise<number>} way @param {{ streams: number, tokens: number, rate: number }} load */
async function measure(way, { streams, tokens, rate }) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const counts = await Promise.all(Array.from({ length: streams }, () => way(`bench/${tokens}x${rate}`)));
  const seconds = (performance.now() - begun) / 1000;
  const used = process.cpuUsage(cpu);
  const got = counts.reduce((sum, count) => sum + count, 0);
  if (got !== streams * tokens) throw new Error(`${got} of ${streams * tokens} tokens`);
  return { cpu: (used.user + used.system) / 1e6 / (got / 1000), rate: got / seconds };
}

const loads = [
  { name: "20 × 50 tokens/s", streams: 20, tokens: 150, rate: 50, runs: 3 },
  { name: "as fast as possible, 20", streams: 20, tokens: 1000, rate: 100_000, runs: 5 },
];
const rows = [["", "way", "CPU s per 1,000 tokens", "tokens/s", "CPU ratio"]];
for (const way of Object.values(ways)) await measure(way, { streams: 10, tokens: 500, rate: 100_000 });
for (const { name, runs, ...load } of loads) {
  /** @type {Record<string, { cpu: number, rate: number }[]>} */
  const results = Object.fromEntries(Object.keys(ways).map((title) => [title, []]));
  // In turns, so that a busy moment of the machine meets both.
  for (let index = 0; index < runs; index++)
    for (const [title, way] of Object.entries(ways)) results[title]?.push(await measure(way, load));
  let base = Number.NaN;
  for (const [title, list] of Object.entries(results)) {
    const cpu = percentile(
      list.map((one) => one.cpu),
      0.5,
    );
    if (Number.isNaN(base)) base = cpu;
    rows.push([
      name,
      title,
      figure(cpu, 4),
      figure(
        percentile(
          list.map((one) => one.rate),
          0.5,
        ),
        0,
      ),
      `× ${figure(cpu / base, 2)}`,
    ]);
  }
}
console.log(table(rows));
