#!/usr/bin/env node
/**
 * node scripts/check-export.mjs conversation.json
 * node scripts/check-export.mjs "2026-03-01 All conversations.json"
 *
 * Says, from the file alone, whether the reasoning of earlier answers went back to the provider unchanged. Needs Node 20 and nothing else.
 * Exit code 0: everything holds. 1: something was altered, or is missing. 2: the file cannot be read.
 */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { checkExport, NotAnExport } from "./lib/replay-check.mjs";

/** @param {string} text what a file says must not move the cursor */
const plain = (text) => text.replace(/\p{C}+/gu, " ").slice(0, 200);
const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {import("./lib/replay-check.mjs").Report} report */
function show({ title, answers, requests, rows, problems, returned, leftOut, unrecorded }) {
  print(`${plain(title)}: ${answers} answers, ${requests} requests\n`);
  const head = { request: "request", source: "earlier call", returned: "returned", sha256: "sha256", result: "result" };
  const columns = /** @type {const} */ (["request", "source", "returned", "sha256", "result"]);
  const lines = [head, ...rows].map((row) => columns.map((column) => plain(row[column])));
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  if (rows.length > 0)
    for (const line of lines)
      print(
        line
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd(),
      );
  if (rows.length > 0) print("");
  for (const problem of problems) print(`! ${plain(problem)}`);
  if (problems.length > 0)
    print(`\n${problems.length === 1 ? "One thing does" : `${problems.length} things do`} not hold.`);
  else if (rows.length === 0) print("No request had earlier reasoning to return; everything stored matches its hash.");
  else
    print(
      `Everything holds: ${returned} returned unchanged, ${leftOut} left out by a rule${unrecorded > 0 ? `, ${unrecorded} not recorded` : ""}.`,
    );
}

/** Whether the file is an export of everything: a head, then one conversation a line. @param {string} path */
async function isEverything(path) {
  const stream = createReadStream(path, { end: 200, encoding: "utf8" });
  let head = "";
  for await (const text of stream) head += text;
  return /^\s*\{\s*"format"\s*:\s*"verbatim-export"/.test(head);
}

/** Line by line: the file may be larger than memory. @param {string} path @returns {Promise<number>} the exit code */
async function checkEverything(path) {
  let conversations = 0;
  let problems = 0;
  let isEnded = false;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === "]}") isEnded = true;
    if (!line.startsWith('{"format":"verbatim-conversation"')) continue;
    const report = checkExport(line.replace(/,$/, ""));
    conversations += 1;
    problems += report.problems.length;
    if (report.problems.length > 0) show(report);
  }
  print(`${conversations} conversations: ${problems === 0 ? "everything holds" : `${problems} things do not hold`}.`);
  if (!isEnded) print("! The file breaks off before its end.");
  return problems === 0 && isEnded ? 0 : 1;
}

async function main() {
  const [path] = process.argv.slice(2);
  if (path === undefined) {
    process.stderr.write("Usage: node scripts/check-export.mjs conversation.json\n");
    return 2;
  }
  try {
    if (await isEverything(path)) return await checkEverything(path);
    const report = checkExport(readFileSync(path, "utf8"));
    show(report);
    return report.problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known = error instanceof NotAnExport || error instanceof SyntaxError || "code" in error;
    const why = known ? error.message : error instanceof RangeError ? "It is nested too deeply." : null;
    if (why === null) throw error;
    process.stderr.write(`${plain(path)} cannot be checked: ${plain(why)}\n`);
    return 2;
  }
}

process.exitCode = await main();
