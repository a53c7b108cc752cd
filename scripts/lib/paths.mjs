import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.mjs";

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const nodeModules = join(root, "node_modules");
export const binaries = join(nodeModules, ".bin");

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** The Node that came with the set-up. @throws Failure when neither it nor the running Node is new enough. */
export function node24() {
  const own = join(binaries, "node");
  if (existsSync(own)) return own;
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 24) return process.execPath;
  throw new Failure(
    `There is no Node 24 package for ${process.platform}-${process.arch} and this is Node ${process.versions.node}: install Node 24 and start again.`,
  );
}

/**
 * The environment of every child: node_modules/.bin comes first, so that `node` means Node 24 there too.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(extra = {}) {
  const path = [binaries, ...(process.env.PATH ?? "").split(delimiter).filter((part) => part !== binaries)].join(
    delimiter,
  );
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1", ...extra };
}
