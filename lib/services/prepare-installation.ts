import "server-only";
import { env } from "@/lib/config/env";
import { upsertInstallationConnections } from "@/lib/db/installation-connections";
import { ensureSoloOwner } from "@/lib/db/users";
import { installationConnections } from "./installation";
import { recoverCompletions } from "./recover-completions";

/** Makes the rows exist that everything needs, then recovers what a dead process left. */
export async function prepareInstallation(): Promise<void> {
  if (env().AUTH_MODE === "solo") await ensureSoloOwner();
  await upsertInstallationConnections(installationConnections());
  await recoverCompletions();
}
