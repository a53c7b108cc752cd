import "server-only";
import { createHash } from "node:crypto";
import type { ListedModel } from "@/lib/ai/catalogue";
import type { ProbedFacts } from "@/lib/ai/probe-reasoning";
import type { ConnectionTest } from "@/lib/contract/connections";

/** What asking an address has shown. */
export interface Probed {
  test: ConnectionTest;
  models: ListedModel[] | null;
  found: ProbedFacts[];
}

interface Tested {
  userId: string;
  baseUrl: string;
  apiKey: string | null;
}

const keptMs = 15 * 60_000;
const keptAtMost = 50;
const kept = new Map<string, { probed: Probed; at: number }>();

/** No key stays in memory for it. */
const nameOf = ({ userId, baseUrl, apiKey }: Tested) =>
  createHash("sha256")
    .update(JSON.stringify([userId, baseUrl, apiKey]))
    .digest("hex");

/** Keeps a test of an address that is no connection yet, in case the same address and key are saved. */
export function keepAddressTest(tested: Tested, probed: Probed): void {
  kept.delete(nameOf(tested));
  kept.set(nameOf(tested), { probed, at: Date.now() });
  for (const name of kept.keys()) {
    if (kept.size <= keptAtMost) break;
    kept.delete(name);
  }
}

/** The last test of this address with this key, once; null when there was none lately. */
export function takeAddressTest(tested: Tested): Probed | null {
  const name = nameOf(tested);
  const found = kept.get(name);
  kept.delete(name);
  return found && Date.now() - found.at < keptMs ? found.probed : null;
}
