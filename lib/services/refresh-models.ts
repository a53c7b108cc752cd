import "server-only";
import { fetchModels } from "@/lib/ai/catalogue";
import { withContextLengths } from "@/lib/ai/context-lengths";
import { serverOfList } from "@/lib/ai/detect-server";
import { log } from "@/lib/config/log";
import { listFetchTimes, replaceCatalogue } from "@/lib/db/catalogue";
import { type Connection, saveRecognisedProfile } from "@/lib/db/connections";
import { withKey } from "./installation";

const staleMs = 60 * 60 * 1000;
const waitMs = 4_000;
const retryMs = 30_000;
const fetching = new Map<string, Promise<void>>();
const triedAt = new Map<string, number>();

/**
 * Sees to it that these connections have a model list: one that is missing is fetched now, with a short wait, one that is old is
 * renewed in the background. A server that does not answer costs its models, never the page.
 */
export async function ensureModels(connections: Connection[]): Promise<void> {
  const fetchedAt = await listFetchTimes(connections.map((connection) => connection.id));
  const now = Date.now();
  const missing = connections.filter((connection) => !fetchedAt.has(connection.id));
  for (const connection of connections) {
    if (now - (fetchedAt.get(connection.id)?.getTime() ?? now) > staleMs) void refreshModels(connection);
  }
  if (missing.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    Promise.all(missing.map(refreshModels)),
    new Promise((resolve) => {
      timer = setTimeout(resolve, waitMs);
    }),
  ]);
  clearTimeout(timer);
}

/** Fetches and stores the list of one connection; at most one fetch at a time and one try per half minute. Never throws. */
export function refreshModels(connection: Connection): Promise<void> {
  const running = fetching.get(connection.id);
  if (running) return running;
  if (Date.now() - (triedAt.get(connection.id) ?? 0) < retryMs) return Promise.resolve();
  triedAt.set(connection.id, Date.now());
  const promise = fetchAndStore(withKey(connection))
    .catch((error: unknown) => log().info({ err: error, connectionId: connection.id }, "model list not fetched"))
    .finally(() => fetching.delete(connection.id));
  fetching.set(connection.id, promise);
  return promise;
}

async function fetchAndStore(connection: Connection): Promise<void> {
  const models = await fetchModels(connection, AbortSignal.timeout(15_000));
  // Some lists name their server; others are asked by the connection test only.
  const server = connection.profile === "openai-compatible" ? serverOfList(models) : null;
  if (server) await saveRecognisedProfile(connection.id, server);
  const profile = server ?? connection.profile;
  await replaceCatalogue(connection.id, await withContextLengths({ ...connection, profile }, models), new Date());
}
