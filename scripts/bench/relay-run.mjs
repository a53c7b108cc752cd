import { streamText } from "ai";
import { callModel } from "@/lib/ai/model-call";
import { createModel, fetchFor } from "@/lib/ai/providers";
import { createFrameWriter } from "@/lib/stream/frames";
import { figure, percentile, table } from "./figures.mjs";

const baseUrl = `${process.argv[2]}/v1`;
const connection = { id: "bench", name: "Bench", baseUrl, profile: "openai-compatible", apiKey: "bench-key" };
const prompt = [{ role: "user", content: [{ type: "text", text: "Go on" }] }];
const encoder = new TextEncoder();

/** @param {string} model */
const requestOf = (model) => ({ connection, model, prompt, wire: {}, controller: new AbortController() });

/** @type {Record<string, (name: string) => Promise<number>>} each gives the number of tokens it saw */
const ways = {
  "callModel: own reading, own frames": async (name) => {
    let count = 0;
    const frames = createFrameWriter((frame) => void encoder.encode(frame));
    const { error } = await callModel(requestOf(name), {
      onEvent: (event, atMs) => {
        frames.event(event, atMs);
        if (event.type === "text" || event.type === "reasoning") count += 1;
      },
    });
    if (error) throw error;
    return count;
  },
  "doStream of the wrapped model": async (name) => {
    let count = 0;
    const { stream } = await createModel({ connection, model: name, fetch: fetchFor(connection), wire: {} }).doStream({
      prompt,
    });
    for await (const part of stream) {
      if (part.type !== "text-delta" && part.type !== "reasoning-delta") continue;
      count += 1;
      encoder.encode(`data: ${JSON.stringify(part)}\n\n`);
    }
    return count;
  },
  "streamText, UI message stream": async (name) => {
    let count = 0;
    const model = createModel({ connection, model: name, fetch: fetchFor(connection), wire: {} });
    const result = streamText({ model, messages: [{ role: "user", content: "Go on" }] });
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
