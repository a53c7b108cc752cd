import { readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";

/**
 * `NAME=value` lines. Values may stand in single or double quotes; unquoted ones end at ` #`. Nothing is expanded: a `$`
 * in a key or password is a `$`.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseEnvFile(text) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) continue;
    const [, name = "", raw = ""] = match;
    const quoted = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$|^'([^']*)'\s*(?:#.*)?$/.exec(raw);
    if (quoted?.[1] !== undefined)
      values[name] = quoted[1].replace(/\\(.)/g, (_, char) => (char === "n" ? "\n" : char));
    else values[name] = quoted?.[2] ?? raw.replace(/(^|\s+)#.*$/, "");
  }
  return values;
}

/** Adds `.env` of the repository to the environment; what is set already stays, also when it is empty. */
export function loadEnvFile() {
  let text;
  try {
    text = readFileSync(inRoot(".env"), "utf8");
  } catch {
    return;
  }
  for (const [name, value] of Object.entries(parseEnvFile(text))) process.env[name] ??= value;
}
