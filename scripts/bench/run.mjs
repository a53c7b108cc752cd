// npm run bench [-- --streams=20 | --relay | --codec | --browser | --long | --shares | --library[=100000]]: figures and ratios of the built product on this machine.
import { availableParallelism, loadavg } from "node:os";
import { Failure } from "../lib/failure.mjs";
import { complain, say } from "../lib/log.mjs";
import { installShutdown } from "../lib/shutdown.mjs";
import { figure } from "./figures.mjs";

const args = process.argv.slice(2);
const known = /^--(relay|codec|browser|long|shares|library|library=\d+|streams=\d+)$/;

/** A shared machine is not always the same one: this says how quick it is just now, in milliseconds. */
function loopMs() {
  const begun = performance.now();
  let sum = 0;
  for (let step = 0; step < 1e8; step += 1) sum += step % 7;
  // what nobody reads may not be worked out at all
  return sum < 0 ? Number.NaN : performance.now() - begun;
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<number>} 0 when every budget is kept */
async function main(shutdown) {
  const unknown = args.find((arg) => !known.test(arg));
  if (unknown)
    throw new Failure(
      `Unknown: ${unknown}. Usage: npm run bench -- [--streams=N] [--relay] [--codec] [--browser] [--long] [--shares] [--library[=N]]`,
    );
  const load = loadavg()[0] ?? 0;
  say(
    `Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.toFixed(1)} at the start${load > 1 ? " (busy: only ratios mean something)" : ""}, a fixed loop takes ${figure(loopMs(), 0)} ms`,
  );
  if (args.includes("--codec")) return (await import("./codec.mjs")).measureCodec();
  if (args.includes("--relay")) return (await import("./relay.mjs")).measureRelay(shutdown);
  if (args.includes("--browser")) return (await import("./browser.mjs")).measureBrowser(shutdown);
  if (args.includes("--shares")) return (await import("./shares.mjs")).measureShares(shutdown);
  if (args.includes("--long")) return (await import("./long.mjs")).measureLong(shutdown);
  const library = args.find((arg) => arg.startsWith("--library"));
  if (library) {
    const largest = Number(library.split("=")[1] ?? 1_000_000);
    return (await import("./library.mjs")).measureLibrary(shutdown, { largest });
  }
  const only = args.find((arg) => arg.startsWith("--streams="))?.split("=")[1] ?? null;
  return (await import("./server.mjs")).measureServer(shutdown, { only });
}

const shutdown = installShutdown();
const code = await main(shutdown).catch((error) => {
  complain(error instanceof Failure ? error.message : `${error instanceof Error ? error.stack : error}`);
  return 1;
});
await shutdown.run();
process.exit(code);
