import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/errors/app-error";

/** Wrong passphrases for one share, whoever sends them. */
const tries = new RateLimiterMemory({ points: 10, duration: 600 });
/** Addresses of shares that do not exist, from one place. */
const misses = new RateLimiterMemory({ points: 30, duration: 60 });

/** Passphrases from one place, right or wrong: each costs the server a hash that is slow on purpose. */
const guesses = new RateLimiterMemory({ points: 60, duration: 60 });

/**
 * Counts one try for this address before it is made, so that many at once are many. One that succeeds is taken back; false, or an error, is
 * none.
 * @throws AppError too_many_requests
 */
export async function limitTries<T>(token: string, attempt: () => Promise<T>): Promise<T> {
  await consume(tries, token);
  const result = await attempt();
  if (result !== false) await tries.reward(token, 1);
  return result;
}

/** @throws AppError too_many_requests when this place asked for too many shares that do not exist */
export const countMiss = (request: Request): Promise<void> => consume(misses, placeOf(request));

/** @throws AppError too_many_requests */
export const countGuess = (request: Request): Promise<void> => consume(guesses, placeOf(request));

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.ceil(error.msBeforeNext / 1000);
    throw new AppError("too_many_requests", { detail: "share", headers: { "retry-after": String(seconds) } });
  }
}

/** As the proxy before us has added it, which is the last one: those before it are the client's own words. */
const placeOf = ({ headers }: Request): string =>
  headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
