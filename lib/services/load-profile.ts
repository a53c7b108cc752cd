import "server-only";
import { readCapabilities } from "@/lib/ai/catalogue";
import { findProfileRecord, learn, type ProfileRecord } from "@/lib/db/capabilities";
import { factsOfModel, factsOfOverrides, type Profile, profileOf } from "@/lib/reasoning/profiles";
import { type ProfileFact, profileOverridesSchema, readFacts } from "@/lib/reasoning/profiles-facts";

/**
 * How to talk to this model of this connection: the shipped profile, with what its family, the server's list, probes, refusals and
 * people say about it, each beating those before it; what is said of the model beats what is said of the connection.
 */
export async function loadProfile({
  connection,
  model,
}: {
  connection: { id: string; profile: string };
  model: string;
}): Promise<Profile> {
  const record = await findProfileRecord({ connectionId: connection.id, model });
  return record ? profileFrom(connection.profile, model, record) : profileOf(connection.profile);
}

/** The same from rows that are there already. */
export function profileFrom(profile: string, model: string, record: ProfileRecord): Profile {
  const from = (source: ProfileRecord["facts"][number]["source"]) => {
    const rows = record.facts.filter((fact) => fact.source === source);
    return readFacts([
      ...rows.filter(({ modelId }) => modelId === null),
      ...rows.filter(({ modelId }) => modelId !== null),
    ]);
  };
  const overrides = profileOverridesSchema.safeParse(record.overrides);
  const known = profileOf(profile, {
    facts: [...factsOfModel(model), ...listedFacts(record.raw), ...from("probed"), ...from("learned")],
    manual: [...(overrides.success ? factsOfOverrides(overrides.data) : []), ...from("manual")],
  });
  return record.contextLength === null ? known : { ...known, contextLength: record.contextLength };
}

function listedFacts(raw: string | null): ProfileFact[] {
  const reasoning = raw === null ? null : readCapabilities(raw).reasoning;
  return [
    ...(reasoning?.supportedEfforts
      ? [{ field: "supported_efforts" as const, value: reasoning.supportedEfforts }]
      : []),
    ...(reasoning?.mandatory == null ? [] : [{ field: "mandatory" as const, value: reasoning.mandatory }]),
  ];
}

/** Keeps what a refusal taught, for the model or the whole connection, whichever it was about. */
export async function keepCorrection(input: {
  connectionId: string;
  model: string;
  correction: { facts: ProfileFact[]; scope: "model" | "connection" };
}): Promise<void> {
  const { connectionId, model, correction } = input;
  const modelId = correction.scope === "model" ? model : null;
  await learn({ connectionId, modelId, facts: correction.facts, source: "learned" });
}
