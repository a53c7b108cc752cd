import "server-only";
import { AppError } from "@/lib/errors/app-error";

interface Boot {
  promise: Promise<void>;
  /** null = ready, else the reason in a few words */
  problem: string | null;
}

// Set by instrumentation, waited for by route handlers: two module graphs, one process.
const shared = globalThis as typeof globalThis & {
  verbatimBoot?: Boot;
  verbatimDatabase?: Promise<unknown>;
  verbatimStopping?: boolean;
};

/** The launcher starts this process before the database is up and migrated (scripts/lib/next-entry.mjs); without it, it is. */
export const databaseUp = (): Promise<unknown> => shared.verbatimDatabase ?? Promise.resolve();

/** Runs the start-up once per process; `start` resolves when requests can be served and reports what it waits for. */
export function beginBoot(start: (report: (problem: string | null) => void) => Promise<void>): Promise<void> {
  if (!shared.verbatimBoot) {
    const boot: Boot = { promise: Promise.resolve(), problem: "starting" };
    shared.verbatimBoot = boot;
    boot.promise = start((problem) => {
      boot.problem = problem;
    });
  }
  return shared.verbatimBoot.promise;
}

/** Why requests cannot be served yet, or null. */
export const bootProblem = (): string | null => (shared.verbatimBoot ? shared.verbatimBoot.problem : "starting");

/** @throws AppError not_ready when start-up takes longer than a request should wait. */
export async function booted(patienceMs = 5_000): Promise<void> {
  const boot = shared.verbatimBoot;
  if (boot?.problem === null) return;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([boot?.promise, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
  clearTimeout(timer);
  if (bootProblem() !== null)
    throw new AppError("not_ready", { detail: bootProblem() ?? "", headers: { "retry-after": "2" } });
}

/** From now on no new answer begins; what runs may come to its end (lib/services/drain.ts). */
export function beginStopping(): void {
  shared.verbatimStopping = true;
}

export const isStopping = (): boolean => shared.verbatimStopping === true;

/** @throws AppError server_stopping */
export function refuseWhileStopping(): void {
  if (isStopping()) throw new AppError("server_stopping", { headers: { "retry-after": "5" } });
}
