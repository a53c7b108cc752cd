import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { waitForLock } from "./lock.mjs";
import { say } from "./log.mjs";
import { root } from "./paths.mjs";
import { ensurePrismaClient } from "./prisma-client.mjs";
import { ensureShareAssets } from "./share-assets.mjs";
import { shortHash } from "./system-folder.mjs";

/**
 * Installs, generates and builds what is not up to date. One at a time for this folder: two starts on a bare clone would
 * otherwise install over each other. The lock cannot lie in node_modules, which installing removes.
 * @param {{ build: boolean }} options
 */
export async function setUp({ build }) {
  const file = join(tmpdir(), `verbatim-setup-${process.getuid?.() ?? 0}-${shortHash(root)}.lock`);
  let said = false;
  const result = await waitForLock(file, {}, (holder) => {
    if (!said) say(`Process ${holder.pid} is setting up this folder: waiting for it.`);
    said = true;
  });
  if (!("lock" in result)) return;
  try {
    await ensureInstalled();
    await ensurePrismaClient();
    await ensureShareAssets();
    if (build) await ensureBuilt();
  } finally {
    result.lock.release();
  }
}
