import "server-only";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { beginBoot, bootProblem, databaseUp } from "@/lib/config/readiness";
import { pingDatabase } from "@/lib/db/client";
import { upsertInstallationConnections } from "@/lib/db/connections";
import { ensureSoloOwner } from "@/lib/db/users";
import { installationConnections } from "./installation";
import { recoverCompletions } from "./recover-completions";

/** Waits for the database, then makes the rows exist that everything needs, then recovers what a dead process left. Once per process. */
export function boot(): Promise<void> {
  return beginBoot(async (report) => {
    await databaseUp();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await pingDatabase();
        if (env().AUTH_MODE === "solo") await ensureSoloOwner();
        await upsertInstallationConnections(installationConnections());
        await recoverCompletions();
        return report(null);
      } catch (error) {
        report("the database does not answer");
        log().error({ err: error, attempt }, "not ready yet");
        await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** attempt, 5_000)));
      }
    }
  });
}

/** null when requests can be served, else the reason in a few words. */
export async function readinessProblem(): Promise<string | null> {
  const problem = bootProblem();
  if (problem !== null) return problem;
  try {
    await pingDatabase();
    return null;
  } catch {
    return "the database does not answer";
  }
}
