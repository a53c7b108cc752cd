import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { figure } from "../bench/figures.mjs";
import { helper, startUpstream } from "../bench/helpers.mjs";
import { residentMb } from "../bench/process-figures.mjs";
import { startProduct } from "../bench/product.mjs";
import { soakAnswer } from "../bench/soak-words.mjs";
import { withClient } from "../lib/database.mjs";
import { complain, say } from "../lib/log.mjs";
import { inRoot } from "../lib/paths.mjs";
import { slopePerMinute } from "./slope.mjs";

/** Tokens per second of each answer. */
const rate = 20;
/** Megabytes that what is in use may grow by in the second half: the frames kept for those who come later. */
const allowedMb = 64;

const resultSchema = z.object({
  answers: z.array(
    z.object({
      conversationId: z.string(),
      answerId: z.string().nullable(),
      isWhole: z.boolean(),
      characters: z.number(),
    }),
  ),
});
const sampleSchema = z.object({ at: z.number(), mb: z.number() });
const storedSchema = z.array(z.object({ id: z.string(), status: z.string(), text: z.string(), reasoning: z.string() }));
const stored = `select m.id::text, k.status,
    coalesce((select string_agg(p.text, '' order by p.index) from part p where p.message_id = m.id and p.type = 'text'), '') as text,
    coalesce((select string_agg(p.text, '' order by p.index) from part p where p.message_id = m.id and p.type = 'reasoning'), '') as reasoning
  from message m join completion k on k.message_id = m.id`;

/**
 * Many answers for a while, every byte known beforehand: held against what readers got and what the database has, with the memory watched.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {{ streams: number, seconds: number, report: string }} options
 * @returns {Promise<boolean>}
 */
export async function runSoak(shutdown, { streams, seconds, report }) {
  const tokens = seconds * rate;
  say(`${streams} answers at once, ${rate} tokens/s each, for ${seconds} s: ${streams * tokens} tokens.`);
  const upstream = await startUpstream(shutdown);
  const client = helper("../faults/soak-client.mjs", shutdown);
  const folder = mkdtempSync(join(tmpdir(), "verbatim-soak-"));
  shutdown.add(() => rmSync(folder, { recursive: true, force: true }));
  const heapFile = join(folder, "heap.jsonl");
  // a run that is over before the first sample leaves it empty
  writeFileSync(heapFile, "");
  const collect = pathToFileURL(inRoot("scripts/faults/collect.mjs")).href;
  const product = await startProduct(shutdown, upstream.url, {
    NODE_OPTIONS: `--expose-gc --import=${collect}`,
    HEAP_FILE: heapFile,
  });
  const model = `bench/soak-${tokens}x${rate}`;
  const conversations = [];
  for (let index = 0; index < streams; index += 1) conversations.push(await newConversation(product.url, model));

  let residentMostMb = 0;
  const begun = Date.now();
  const sampling = setInterval(() => {
    residentMostMb = Math.max(residentMostMb, residentMb(product.pid));
  }, 1000);
  const staggerMs = Math.min(10, 2000 / streams);
  const reply = await client.ask({ url: product.url, model, tokens, conversations, staggerMs });
  clearInterval(sampling);
  const tookMs = Date.now() - begun;
  if ("failed" in reply) throw new Error(String(reply.failed));
  const { answers } = resultSchema.parse(reply);

  const expected = soakAnswer(tokens);
  const rows = await withClient(product.databaseUrl, async (database) =>
    storedSchema.parse((await database.query(stored)).rows),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shownWhole = answers.filter(({ isWhole }) => isWhole).length;
  const storedWhole = answers.filter(({ answerId }) => {
    const row = byId.get(answerId ?? "");
    return row?.status === "done" && row.text === expected.text && row.reasoning === expected.reasoning;
  }).length;
  const samples = readFileSync(heapFile, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => sampleSchema.parse(JSON.parse(line)))
    .map(({ at, mb }) => ({ atMs: at - begun, mb }))
    .filter(({ atMs }) => atMs > 0 && atMs < tookMs);
  // Starting costs memory that is not given back: the second half tells whether it goes on.
  const slope = slopePerMinute(samples.filter(({ atMs }) => atMs > tookMs / 2));
  const growthMb = (slope * tookMs) / 2 / 60_000;
  const figures = {
    streams,
    seconds: Number((tookMs / 1000).toFixed(1)),
    tokens: streams * tokens,
    tokensPerSecond: Math.round((streams * tokens) / (tookMs / 1000)),
    shownWhole,
    storedWhole,
    inUseMb: { first: samples[0]?.mb ?? null, last: samples.at(-1)?.mb ?? null, growthInSecondHalf: growthMb },
    residentMostMb,
  };
  const path = inRoot(report);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...figures, samples }, null, 1)}\n`);
  const faults = [
    ...(shownWhole === streams ? [] : [`${streams - shownWhole} answers were not shown whole`]),
    ...(storedWhole === streams ? [] : [`${streams - storedWhole} answers are not stored whole`]),
    ...(growthMb <= allowedMb
      ? []
      : [`memory in use grows by ${figure(growthMb)} MB in the second half (at most ${allowedMb})`]),
  ];
  for (const fault of faults) complain(fault);
  say(
    `${streams} answers of ${tokens} tokens in ${figures.seconds} s (${figures.tokensPerSecond} tokens/s): ${shownWhole} shown and ${storedWhole} stored to the last byte; ` +
      `memory in use ${figure(samples[0]?.mb ?? Number.NaN, 0)} → ${figure(samples.at(-1)?.mb ?? Number.NaN, 0)} MB, ${figure(growthMb)} MB in the second half, the process at most ${figure(residentMostMb, 0)} MB; report ${path}`,
  );
  return faults.length === 0;
}

/** @param {string} url @param {string} model @returns {Promise<string>} */
async function newConversation(url, model) {
  const response = await fetch(`${url}/api/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model }),
  });
  return z.object({ id: z.string() }).parse(await response.json()).id;
}
