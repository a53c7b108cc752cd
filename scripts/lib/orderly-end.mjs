import { subscribe, unsubscribe } from "node:diagnostics_channel";

/**
 * @typedef {import("../../lib/services/drain.ts").Drain} Drain
 * @typedef {import("node:http").Server} Server
 */

/** What the launcher says to the server process. */
export const databaseIsUp = "database is up";
export const stopNow = "stop now";

/** Readers that do not take their last frames in this time lose the connection, not the answer: it is stored. */
const closeMs = 2000;

let server = /** @type {Server | null} */ (null);
let draining = /** @type {Drain | null} */ (null);
let isEnding = false;
let isHurried = false;

/**
 * Signals of the server process: running answers come to their end, readers get the rest, then the process ends. Next's own
 * handling closes the port at once and then waits for open streams without an end.
 */
export function installOrderlyEnd() {
  process.env.NEXT_MANUAL_SIG_HANDLE = "1";
  // Next keeps its server to itself; the first request tells which it is.
  const found = (/** @type {unknown} */ message) => {
    server = /** @type {{ server: Server }} */ (message).server;
    unsubscribe("http.server.request.start", found);
  };
  subscribe("http.server.request.start", found);
  // Some supervisors signal every process and not only the launcher: a second signal says nothing new.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => void end());
  process.on("message", (message) => {
    if (message === stopNow) hurry();
  });
  // The launcher was killed, and takes the database along.
  process.once("disconnect", hurry);
}

function hurry() {
  isHurried = true;
  draining?.hurry();
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  // Offered by instrumentation.ts; before that nothing runs.
  const { verbatimDrain } = /** @type {{ verbatimDrain?: () => Drain }} */ (globalThis);
  draining = verbatimDrain?.() ?? null;
  if (draining) {
    if (isHurried) draining.hurry();
    if (draining.running > 0 && process.connected) process.send?.({ finishing: draining.running }, () => {});
    await draining.done;
  }
  await closeServer();
  process.exit(0);
}

/** No new requests; those in flight end by themselves, since every stream has come to its end. */
async function closeServer() {
  if (!server) return;
  const closing = server;
  const closed = new Promise((resolve) => closing.close(resolve));
  // A connection that finishes its answer now would be kept for the next request.
  const sweep = setInterval(() => closing.closeIdleConnections(), 50);
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, closeMs))]);
  clearInterval(sweep);
  closing.closeAllConnections();
}
