import "server-only";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { renewLeases } from "@/lib/db/leases";
import { bus } from "@/lib/stream/bus";
import { stopChannel } from "@/lib/stream/control";
import { connectRedis } from "@/lib/stream/redis";
import { redisRelay } from "@/lib/stream/redis-relay";
import { findRunning, listRunning } from "@/lib/stream/running";

/** Small enough that a stop without Redis takes no longer, and that a lease outlives two of them (lib/db/leases.ts). */
const beatMs = 5_000;
/** A database that took longer was away: the leases of all have run out meanwhile, though nobody died. */
const slowMs = 2_500;
/** Until everybody had the time to renew them. */
const graceMs = 12_000;

/** Makes this process one of several. Nothing happens without REDIS_URL. */
export async function joinInstances(): Promise<void> {
  const { REDIS_URL } = env();
  if (REDIS_URL === undefined) return;
  bus().connect(redisRelay(await connectRedis(REDIS_URL)));
  bus().subscribe(stopChannel, (completionId) => findRunning(completionId)?.stop());
  setInterval(beat(), beatMs).unref();
}

/** Signs of life for what runs here, and a look for what died elsewhere. */
function beat(): () => Promise<void> {
  let isBeating = false;
  let trustedFrom = 0;
  return async () => {
    if (isBeating) return;
    isBeating = true;
    const begun = performance.now();
    try {
      await renew();
      if (performance.now() - begun > slowMs) trustedFrom = performance.now() + graceMs;
      if (performance.now() >= trustedFrom) {
        // Loaded only when there may be something to do: the codec is large.
        await (await import("./recover-completions")).recoverCompletions();
      }
    } catch (error) {
      trustedFrom = performance.now() + graceMs;
      log().warn({ err: error }, "no sign of life given, the database does not answer");
    } finally {
      isBeating = false;
    }
  };
}

async function renew(): Promise<void> {
  const ids = listRunning().map(({ id }) => id);
  if (ids.length === 0) return;
  const renewed = new Map((await renewLeases(ids)).map(({ id, isStopRequested }) => [id, isStopRequested]));
  for (const id of ids) {
    const completion = findRunning(id);
    if (!completion || completion.log.ended) continue;
    const isStopRequested = renewed.get(id);
    if (isStopRequested === undefined) completion.lose();
    else if (isStopRequested) completion.stop();
  }
}
