// Next in production, started as the server.js of its own standalone output does it: without the command line around it,
// and with the configuration as the build has stored it instead of a transpiled next.config.ts.
import "./die-with-parent.mjs";
import { readFileSync } from "node:fs";
import { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { databaseIsUp, installOrderlyEnd } from "./orderly-end.mjs";
import { inRoot, root } from "./paths.mjs";

const [hostname, port] = process.argv.slice(2);

installOrderlyEnd();

// The database starts at the same time; the launcher says when it is up and migrated. boot() waits for it.
const databaseUp = new Promise((resolve) => {
  process.on("message", (message) => message === databaseIsUp && resolve(null));
});
Object.assign(globalThis, { verbatimDatabase: databaseUp });

const { config } = JSON.parse(readFileSync(inRoot(".next/required-server-files.json"), "utf8"));
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);

// Next leaves out the header of a handler that says that its body is packed already, and packs for every reader anew.
const { setHeader } = ServerResponse.prototype;
ServerResponse.prototype.setHeader = function (name, value) {
  return setHeader.call(this, name === "x-packed" ? "content-encoding" : name, value);
};
Object.assign(globalThis, { verbatimPacks: true });

const { startServer } = createRequire(import.meta.url)("next/dist/server/lib/start-server");
// Longer than proxies and clients keep a connection, so that none is closed in the moment in which it is used.
const keepAliveTimeout = 75_000;
await startServer({ dir: root, isDev: false, hostname, port: Number(port), allowRetry: false, keepAliveTimeout });
