// `npm run test:faults -- --kills 20`: kill -9 of the whole product while answers run, at random moments, and what was lost.
// `npm run test:faults -- --instances`: a browser chats through nginx while one of two processes after the other is killed.
// `npm run test:faults -- --soak`: two hundred answers for a minute, every byte of them.
import { inspect, parseArgs } from "node:util";
import { Failure } from "../lib/failure.mjs";
import { complain } from "../lib/log.mjs";
import { installShutdown } from "../lib/shutdown.mjs";
import { runInstances } from "./instances.mjs";
import { runKills } from "./kills.mjs";
import { runSoak } from "./soak.mjs";

const usage =
  "Usage: npm run test:faults -- [--kills 20] [--longest <ms until the kill>] [--seed <number>] [--report <file>] | --instances [--rounds 10] | --soak [--streams 200] [--seconds 60]";

/** @param {string} name @param {string} text @param {number} least */
function whole(name, text, least) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Failure(`--${name} ${text}?\n${usage}`);
  return value;
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<boolean>} */
async function main(shutdown) {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "20" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      longest: { type: "string", default: "2000" },
      report: { type: "string" },
      instances: { type: "boolean", default: false },
      rounds: { type: "string", default: "10" },
      soak: { type: "boolean", default: false },
      streams: { type: "string", default: "200" },
      seconds: { type: "string", default: "60" },
    },
  });
  if (values.soak) {
    const [streams, seconds] = [whole("streams", values.streams, 1), whole("seconds", values.seconds, 5)];
    return runSoak(shutdown, { streams, seconds, report: values.report ?? "test-results/soak.json" });
  }
  if (values.instances) {
    const [rounds, seed] = [whole("rounds", values.rounds, 1), whole("seed", values.seed, 0)];
    return runInstances(shutdown, { rounds, seed, report: values.report ?? "test-results/instances.json" });
  }
  return runKills(shutdown, {
    kills: whole("kills", values.kills, 1),
    seed: whole("seed", values.seed, 0),
    longestMs: whole("longest", values.longest, 1),
    report: values.report ?? "test-results/kills.json",
  });
}

const shutdown = installShutdown();
const isFine = await main(shutdown).catch((error) => {
  complain(error instanceof Failure ? error.message : inspect(error));
  return false;
});
await shutdown.run();
process.exit(isFine ? 0 : 1);
