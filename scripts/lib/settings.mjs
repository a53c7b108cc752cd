import { resolve } from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./paths.mjs";

/**
 * @typedef {object} LaunchSettings what the launcher itself needs to know; lib/config/env.ts reads the rest
 * @property {string} host
 * @property {number} port
 * @property {string} url under which this machine reaches the product
 * @property {string} dataDir absolute
 * @property {string | null} databaseUrl null = the embedded PostgreSQL
 * @property {number} drainMs what running answers get to come to their end when the product is asked to stop
 */

/** @param {string} host */
const isLoopback = (host) => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** @param {string} host @param {number} port */
function localUrl(host, port) {
  if (isLoopback(host) || host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env an empty value counts as not set
 * @returns {LaunchSettings}
 * @throws Failure saying what to set instead
 */
export function readSettings(env) {
  const host = (env.HOST || "127.0.0.1").replace(/^\[(.*)\]$/, "$1");
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Failure(`PORT is "${env.PORT}": set it to a number from 1 to 65535.`);
  const mode = env.AUTH_MODE || "solo";
  if (mode !== "solo" && mode !== "team") throw new Failure(`AUTH_MODE is "${mode}": set it to solo or team.`);
  if (mode === "solo" && !isLoopback(host) && env.SOLO_BEHIND_LOOPBACK !== "1") {
    throw new Failure(
      `HOST=${host} would open this installation, which has no sign-in, to the network. Set AUTH_MODE=team for accounts, ` +
        "or HOST=127.0.0.1 to stay on this machine; in a container whose port is published on loopback only, set SOLO_BEHIND_LOOPBACK=1.",
    );
  }
  const databaseUrl = env.DATABASE_URL || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Failure(
      "DATABASE_URL is not a PostgreSQL address: it begins with postgresql://, or is absent for the embedded database.",
    );
  }
  const drainSeconds = Number(env.DRAIN_SECONDS || 60);
  if (!(drainSeconds >= 0 && drainSeconds <= 3600))
    throw new Failure(`DRAIN_SECONDS is "${env.DRAIN_SECONDS}": set it to a number of seconds from 0 to 3600.`);
  const dataDir = resolve(root, env.DATA_DIR || "data");
  return { host, port, url: localUrl(host, port), dataDir, databaseUrl, drainMs: drainSeconds * 1000 };
}
