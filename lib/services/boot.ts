import "server-only";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { beginBoot, bootProblem, databaseUp, isStopping } from "@/lib/config/readiness";
import { askDatabase, hasSearchTodo, isStartedBefore } from "@/lib/db/start-check";
import { isRedisAnswering } from "@/lib/stream/redis";
import { installationConnections } from "./installation";
import { joinInstances } from "./join-instances";

/** Waits for the database, then makes sure of the rows that everything needs, and that no completion looks like running. Once per process. */
export function boot(): Promise<void> {
  return beginBoot(async (report) => {
    await databaseUp();
    for (let attempt = 0; ; attempt += 1) {
      try {
        // Loaded only when there is something to do: the second start is ready 300 ms sooner without the Prisma client.
        if (!(await isStartedBefore(installationConnections())))
          await (await import("./prepare-installation")).prepareInstallation();
        await joinInstances();
        report(null);
        void import("./purge-messages").then(({ beginPurging }) => beginPurging());
        // Serving does not wait for it; and what fails here is tried again at the next start.
        void hasSearchTodo()
          .then(async (has) => has && (await import("./search-index")).indexRest())
          .catch((error: unknown) => log().warn({ err: error }, "the search index was not looked at"));
        return;
      } catch (error) {
        report("the database does not answer");
        log().error({ err: error, attempt }, "not ready yet");
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 5_000)));
      }
    }
  });
}

/**
 * null when requests can be served, else the reason in a few words. Without Redis they can be, except that an answer is followed only
 * where it runs: who would rather have that than no answer at all does not ask for it.
 */
export async function readinessProblem({ isRedisWanted }: { isRedisWanted: boolean }): Promise<string | null> {
  if (isStopping()) return "stopping";
  const problem = bootProblem();
  if (problem !== null) return problem;
  try {
    await askDatabase();
  } catch {
    return "the database does not answer";
  }
  return !isRedisWanted || (await isRedisAnswering(env().REDIS_URL)) ? null : "Redis does not answer";
}
