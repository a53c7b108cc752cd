import { complain, say } from "./log.mjs";
import { watchNpm } from "./npm-parent.mjs";
import { stopRunning } from "./processes.mjs";

/**
 * @typedef {object} Shutdown
 * @property {(stop: () => Promise<void> | void) => void} add
 * @property {(hurry: () => void) => void} onHurry whoever waits while it stops hears here that it has to wait no more
 * @property {() => Promise<void>} run
 * @property {boolean} isStopping
 * @property {string | null} signal the one that asked for it
 */

/** npm passes a terminal's Ctrl-C on to the launcher, which has heard it from the terminal already: both are one wish. */
const sameWishMs = 500;

const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/**
 * Everything that was started registers how it is stopped; the last one started is stopped first. Signals, the death of
 * npm and unexpected errors all end here.
 * @returns {Shutdown}
 */
export function installShutdown() {
  /** @type {(() => Promise<void> | void)[]} */
  const stops = [];
  /** @type {(() => void)[]} */
  const hurries = [];
  let stopping = /** @type {Promise<void> | null} */ (null);
  let asked = /** @type {{ signal: string, at: number } | null} */ (null);
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
  const hurry = () => {
    for (const each of hurries) each();
  };
  const end = async (/** @type {number} */ code, { atOnce = false } = {}) => {
    const over = run();
    if (atOnce) hurry();
    await over;
    process.exit(code);
  };
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (stopping === null && stops.length > 0) say("Stopping …");
      const isAgain = asked !== null && performance.now() - asked.at > sameWishMs;
      asked ??= { signal, at: performance.now() };
      // A server that was asked to stop has done well. Nobody is there any more to wait for when the terminal has gone.
      void end(isServing ? 0 : code, { atOnce: isAgain || signal === "SIGHUP" });
    });
  }
  process.on("uncaughtException", (error) => {
    complain(`The launcher failed: ${error.stack ?? error}`);
    void end(1, { atOnce: true });
  });
  watchNpm(() => void end(143, { atOnce: true }));
  return {
    add: (stop) => {
      // Something came up while everything else was going down: it goes down too.
      if (stopping) void Promise.resolve(stop()).catch(() => {});
      else stops.push(stop);
    },
    onHurry: (each) => void hurries.push(each),
    run,
    get signal() {
      return asked?.signal ?? null;
    },
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
