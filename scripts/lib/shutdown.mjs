import { complain, say } from "./log.mjs";
import { watchNpm } from "./npm-parent.mjs";
import { stopRunning } from "./processes.mjs";

/** @typedef {{ add: (stop: () => Promise<void> | void) => void, run: () => Promise<void>, readonly isStopping: boolean }} Shutdown */

const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/**
 * Everything that was started registers how it is stopped; the last one started is stopped first. Signals, the death of
 * npm and unexpected errors all end here.
 * @returns {Shutdown}
 */
export function installShutdown() {
  /** @type {(() => Promise<void> | void)[]} */
  const stops = [];
  let stopping = /** @type {Promise<void> | null} */ (null);
  const run = () => {
    stopping ??= (async () => {
      await stopRunning();
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          complain(`While stopping: ${error instanceof Error ? error.message : error}`);
        }
      }
    })();
    return stopping;
  };
  const end = async (/** @type {number} */ code) => {
    await run();
    process.exit(code);
  };
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (stopping === null && stops.length > 0) say("Stopping …");
      // A server that was asked to stop has done well.
      void end(isServing ? 0 : code);
    });
  }
  process.on("uncaughtException", (error) => {
    complain(`The launcher failed: ${error.stack ?? error}`);
    void end(1);
  });
  watchNpm(() => void end(143));
  return {
    add: (stop) => {
      // Something came up while everything else was going down: it goes down too.
      if (stopping) void Promise.resolve(stop()).catch(() => {});
      else stops.push(stop);
    },
    run,
    get isStopping() {
      return stopping !== null;
    },
  };
}

let isServing = false;

/** From now on a signal is the ordinary way to end, not an interruption. */
export function markServing() {
  isServing = true;
}
