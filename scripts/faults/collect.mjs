// Loaded into the server that is measured: what is still in use, after everything else was collected. The engine lets garbage lie while there is
// room, so the memory of the process alone does not tell a leak from an engine that is in no hurry.
import { appendFileSync } from "node:fs";

const everyMs = 5000;
const { HEAP_FILE } = process.env;

if (HEAP_FILE && globalThis.gc)
  setInterval(() => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    appendFileSync(HEAP_FILE, `${JSON.stringify({ at: Date.now(), mb: (heapUsed + external) / 2 ** 20 })}\n`);
  }, everyMs).unref();
