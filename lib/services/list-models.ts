import "server-only";
import { readCapabilities } from "@/lib/ai/catalogue";
import type { ModelList } from "@/lib/contract/models";
import { listCatalogue } from "@/lib/db/catalogue";
import { listUsableConnections } from "@/lib/db/connections";
import { defaultModel } from "./choose-model";
import { ensureModels } from "./refresh-models";

/** What the user may pick, connection by connection, and what a new conversation uses. */
export async function listModels({ userId }: { userId: string }): Promise<ModelList> {
  const usable = await listUsableConnections(userId);
  await ensureModels(usable);
  const entries = await listCatalogue(usable.map((connection) => connection.id));
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
