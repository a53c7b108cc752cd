import { startUpstream } from "./helpers.mjs";
import { runWithTypeScript } from "./typescript.mjs";

/**
 * What the loop over calls costs: the SDK's own (streamText with one step, its UI message stream) against doStream of the same
 * wrapped model, and against our own reading of the events, on one paced upstream.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown
 */
export async function measureRelay(shutdown) {
  const upstream = await startUpstream(shutdown);
  return runWithTypeScript("relay-run.mjs", [upstream.url]);
}
