import "server-only";
import { readCapabilities } from "@/lib/ai/catalogue";
import type { ModelList, ModelReasoning } from "@/lib/contract/models";
import { listFacts, type ProfileRecord } from "@/lib/db/capabilities";
import { listCatalogue } from "@/lib/db/catalogue";
import { type Connection, listUsableConnections } from "@/lib/db/connections";
import { type Effort, efforts } from "@/lib/reasoning/effort";
import { defaultModel } from "./choose-model";
import { profileFrom } from "./load-profile";
import { ensureModels } from "./refresh-models";

/** What the user may pick, connection by connection, and what a new conversation uses. */
export async function listModels({ userId }: { userId: string }): Promise<ModelList> {
  const usable = await listUsableConnections(userId);
  await ensureModels(usable);
  const ids = usable.map((connection) => connection.id);
  const [entries, facts] = await Promise.all([listCatalogue(ids), listFacts(ids)]);
  const names = new Map(usable.map((connection, position) => [connection.id, { ...connection, position }]));
  const factsOf = Map.groupBy(facts, (fact) => fact.connectionId);
  const standard = await defaultModel(usable);
  return {
    models: entries
      .map((entry) => {
        const connection = names.get(entry.connectionId);
        const known = (factsOf.get(entry.connectionId) ?? []).filter(
          ({ modelId }) => modelId === null || modelId === entry.modelId,
        );
        const { supportedParameters, reasoning } = readCapabilities(entry.raw);
        return {
          id: entry.modelId,
          connectionId: entry.connectionId,
          connectionName: connection?.name ?? "",
          name: entry.name,
          contextLength: entry.contextLength,
          supportedParameters,
          reasoning: connection ? reasoningOf(connection, entry, known, reasoning) : reasoning,
        };
      })
      .sort((a, b) => (names.get(a.connectionId)?.position ?? 0) - (names.get(b.connectionId)?.position ?? 0)),
    defaultModel: standard ? { connectionId: standard.connection.id, id: standard.model } : null,
  };
}

/** What the list says, with what is known besides; null = neither says anything. */
function reasoningOf(
  connection: Connection,
  entry: { modelId: string; raw: string },
  facts: ProfileRecord["facts"],
  listed: ModelReasoning | null,
): ModelReasoning | null {
  const { overrides } = connection;
  const record = { overrides, raw: entry.raw, contextLength: null, facts };
  const { effort, mandatory } = profileFrom(connection.profile, entry.modelId, record);
  const known = effort.form === "none" ? [] : effort.supported;
  if (listed === null && known === null && mandatory === null) return null;
  // Only the switch was found out: the words that every server with efforts understands.
  const usual: Effort[] = mandatory === false ? ["none", "low", "medium", "high"] : ["low", "medium", "high"];
  const supportedEfforts = known ?? (listed === null ? usual : null);
  return {
    supportedEfforts: supportedEfforts && efforts.filter((each) => supportedEfforts.includes(each)),
    defaultEffort: listed?.defaultEffort ?? null,
    mandatory,
  };
}
