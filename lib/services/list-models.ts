import "server-only";
import { fetchModels, readCapabilities } from "@/lib/ai/catalogue";
import { log } from "@/lib/config/log";
import type { ModelList } from "@/lib/contract/models";
import { listCatalogue, replaceCatalogue } from "@/lib/db/catalogue";
import { type Connection, listUsableConnections } from "@/lib/db/connections";
import { defaultModel } from "./choose-model";
import { withKey } from "./installation";

const staleMs = 60 * 60 * 1000;
const waitMs = 4_000;
const retryMs = 30_000;
const fetching = new Map<string, Promise<void>>();
const triedAt = new Map<string, number>();

/**
 * What the user may pick, connection by connection. Lists are kept in the database: one that is missing is fetched now (with a short
 * wait), an old one is renewed in the background. A server that does not answer costs its models, never the page.
 */
export async function listModels({ userId }: { userId: string }): Promise<ModelList> {
  const usable = await listUsableConnections(userId);
  let entries = await listCatalogue(usable.map((connection) => connection.id));
  const fetchedAt = new Map(entries.map((entry) => [entry.connectionId, entry.fetchedAt.getTime()]));
  const now = Date.now();
  const missing = usable.filter((connection) => !fetchedAt.has(connection.id));
  for (const connection of usable)
    if (now - (fetchedAt.get(connection.id) ?? now) > staleMs) void refreshModels(connection);
  if (missing.length > 0) {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(missing.map(refreshModels)),
      new Promise((resolve) => (timer = setTimeout(resolve, waitMs))),
    ]);
    clearTimeout(timer);
    entries = await listCatalogue(usable.map((connection) => connection.id));
  }
  const names = new Map(usable.map((connection, position) => [connection.id, { name: connection.name, position }]));
  const standard = await defaultModel(usable);
  return {
    models: entries
      .map((entry) => ({
        id: entry.modelId,
        connectionId: entry.connectionId,
        connectionName: names.get(entry.connectionId)?.name ?? "",
        name: entry.name,
        contextLength: entry.contextLength,
        ...readCapabilities(entry.raw),
      }))
      .sort((a, b) => (names.get(a.connectionId)?.position ?? 0) - (names.get(b.connectionId)?.position ?? 0)),
    defaultModel: standard ? { connectionId: standard.connection.id, id: standard.model } : null,
  };
}

/** Fetches and stores the list of one connection; at most one fetch at a time and one try per half minute. Never throws. */
export function refreshModels(connection: Connection): Promise<void> {
  const running = fetching.get(connection.id);
  if (running) return running;
  if (Date.now() - (triedAt.get(connection.id) ?? 0) < retryMs) return Promise.resolve();
  triedAt.set(connection.id, Date.now());
  const promise = fetchModels(withKey(connection), AbortSignal.timeout(15_000))
    .then((models) => replaceCatalogue(connection.id, models, new Date()))
    .catch((error: unknown) => log().info({ err: error, connectionId: connection.id }, "model list not fetched"))
    .finally(() => fetching.delete(connection.id));
  fetching.set(connection.id, promise);
  return promise;
}
