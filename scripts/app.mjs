// The one way in: `node scripts/app.mjs <verb>`. Runs on a bare clone with any Node from 20.11 on, so nothing here is
// imported from a package before the set-up has installed it.
import { Failure } from "./lib/failure.mjs";
import { complain } from "./lib/log.mjs";
import { root } from "./lib/paths.mjs";
import { setUp } from "./lib/set-up.mjs";
import { installShutdown } from "./lib/shutdown.mjs";
import { runScript } from "./verbs/run-script.mjs";
import { runProduct } from "./verbs/start.mjs";

const [verb = "", ...args] = process.argv.slice(2);

/** Each verb returns the exit code. @type {Record<string, (shutdown: import("./lib/shutdown.mjs").Shutdown) => Promise<number>>} */
const verbs = {
  start: (shutdown) => runProduct({ shutdown, mode: "start" }),
  dev: (shutdown) => runProduct({ shutdown, mode: "dev" }),
  build: async () => {
    await setUp({ build: true });
    return 0;
  },
  check: () => runScript("scripts/checks/run.mjs", [], { build: false }),
  test: async (shutdown) => (await import("./verbs/test.mjs")).runTests(shutdown, args),
  faults: () => runScript("scripts/faults/run.mjs", args),
  // These two measure sources, not the product.
  bench: () =>
    args.includes("--mirror")
      ? runScript("scripts/bench/mirror.mjs", [])
      : runScript("scripts/bench/run.mjs", args, { build: !args.includes("--codec") && !args.includes("--relay") }),
  "test-db": async (shutdown) => {
    await setUp({ build: false });
    return (await import("./verbs/test-db.mjs")).runTestDatabase(shutdown);
  },
  "db:migrate": async () => {
    await setUp({ build: false });
    return (await import("./verbs/db-migrate.mjs")).createMigration(args);
  },
  generate: async () => {
    await setUp({ build: false });
    return 0;
  },
};

async function main() {
  process.chdir(root);
  const work = verbs[verb];
  if (!work) throw new Failure(`Usage: node scripts/app.mjs <${Object.keys(verbs).join(" | ")}>`);
  const shutdown = installShutdown();
  try {
    return await work(shutdown);
  } catch (error) {
    // Work that was cut off by a signal fails: the signal's own exit code is the answer then.
    if (shutdown.isStopping) return new Promise(() => {});
    throw error;
  } finally {
    await shutdown.run();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    complain(error instanceof Failure ? error.message : `${error instanceof Error ? error.stack : error}`);
    process.exit(1);
  },
);
