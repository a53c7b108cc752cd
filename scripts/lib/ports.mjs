import { createServer } from "node:net";
import { Failure } from "./failure.mjs";
import { sleep } from "./processes.mjs";

/** @param {string} host @param {number} port @returns {Promise<string | null>} the error's code, null when the port is free */
function tryListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * @param {string} host @param {number} port
 * @param {number} graceMs how long to wait for a server that is on its way out
 */
export async function ensurePortFree(host, port, graceMs) {
  let code = await tryListen(host, port);
  for (const until = Date.now() + graceMs; code === "EADDRINUSE" && Date.now() < until; ) {
    await sleep(100);
    code = await tryListen(host, port);
  }
  if (code === null) return;
  const other = port === 3000 ? 3001 : 3000;
  if (code === "EADDRINUSE")
    throw new Failure(
      `Port ${port} is in use by another program: stop it, or set PORT to another one, as in PORT=${other} npm start`,
    );
  if (code === "EACCES")
    throw new Failure(
      `Port ${port} needs more rights than this user has: set PORT to one from 1024 on, as in PORT=${other} npm start`,
    );
  throw new Failure(
    `Listening on ${host}, port ${port}, is not possible (${code}): set HOST to an address of this machine.`,
  );
}
