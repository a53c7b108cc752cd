import "server-only";
import type { ConnectionList, ConnectionView, LearnedFact } from "@/lib/contract/connections";
import { listFacts, type StoredFact } from "@/lib/db/capabilities";
import type { StoredConnectionView } from "@/lib/db/connection-view";
import { getConnectionView, listConnectionViews } from "@/lib/db/connections";
import { factText, profileFactSchema } from "@/lib/reasoning/profiles-facts";
import { installationConnections } from "./installation";
import { profileFrom } from "./load-profile";

/** Connections as people see them; those of the environment only while they are configured. */
export async function listConnections({ userId }: { userId: string }): Promise<ConnectionList> {
  const configured = new Set(installationConnections().map((connection) => connection.id));
  const stored = (await listConnectionViews(userId)).filter(({ source, id }) => source === "ui" || configured.has(id));
  const facts = Map.groupBy(await listFacts(stored.map(({ id }) => id)), (fact) => fact.connectionId);
  return {
    connections: stored.map((connection) => withFacts(connection, facts.get(connection.id) ?? [])),
  };
}

/** @throws AppError not_found */
export async function getConnection(input: { userId: string; connectionId: string }): Promise<ConnectionView> {
  const connection = await getConnectionView(input);
  return withFacts(connection, await listFacts([connection.id]));
}

function withFacts(connection: StoredConnectionView, facts: StoredFact[]): ConnectionView {
  const { profile, profileOverrides } = connection;
  const record = {
    overrides: profileOverrides,
    raw: null,
    contextLength: null,
    facts: facts.filter(({ modelId }) => modelId === null),
  };
  const { effort, replay } = profileFrom(profile, noModel, record);
  const inForce = { effort: effort.form, replay: replay.form, replayWhen: replay.when };
  return { ...connection, inForce, learned: learnedFrom(facts) };
}

/** The connection itself, whatever the model. */
const noModel = "";

function learnedFrom(facts: StoredFact[]): LearnedFact[] {
  return facts.flatMap(({ modelId, field, value, source, at }) => {
    const fact = profileFactSchema.safeParse({ field, value });
    return fact.success ? [{ modelId, field, text: factText(fact.data), source, at: at.toISOString() }] : [];
  });
}
