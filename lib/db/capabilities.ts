import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";
import type { ProfileFact } from "@/lib/reasoning/profiles-facts";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

/** Where a fact comes from; each beats those before it. What a server's list says is read from the list itself (catalogue_model). */
const factSources = ["probed", "learned", "manual"] as const;
export type FactSource = (typeof factSources)[number];

export interface StoredFact {
  connectionId: string;
  /** null = the whole connection */
  modelId: string | null;
  field: string;
  value: unknown;
  source: FactSource;
  at: Date;
}

const wholeConnection = "";
const sourceSchema = z.enum(factSources);
const readableBy = (userId: string) => ({ OR: [{ ownerId: userId }, { ownerId: null }] });

/** Everything that decides how to talk to one model. */
export interface ProfileRecord {
  overrides: unknown;
  /** the model's entry of the server's list, as JSON text; null = not listed */
  raw: string | null;
  /** of the model, in tokens; null = not known */
  contextLength: number | null;
  facts: { field: string; value: unknown; source: FactSource; modelId: string | null }[];
}

export const profileRecordSchema = z.object({
  overrides: z.unknown(),
  raw: z.string().nullable(),
  contextLength: z.number().nullable(),
  facts: z.array(
    z.object({ field: z.string(), value: z.unknown(), source: sourceSchema, modelId: z.string().nullable() }),
  ),
});

/** The record as a JSON expression, for a row of `connection` and a model. */
export const profileRecord = (connection: Prisma.Sql, model: Prisma.Sql) => Prisma.sql`
  jsonb_build_object(
    'overrides', ${connection}.profile_overrides - 'profile',
    'raw', (select m.raw from catalogue_model m where m.connection_id = ${connection}.id and m.model_id = ${model}),
    'contextLength', (select m.context_length from catalogue_model m where m.connection_id = ${connection}.id and m.model_id = ${model}),
    'facts', coalesce((
      select jsonb_agg(jsonb_build_object('field', f.field, 'value', f.value, 'source', f.source, 'modelId', nullif(f.model_id, '')))
      from capability f where f.connection_id = ${connection}.id and f.model_id in (${wholeConnection}, ${model})), '[]'))`;

/** null = there is no such connection any more. */
export async function findProfileRecord(input: { connectionId: string; model: string }): Promise<ProfileRecord | null> {
  const rows = await prisma().$queryRaw`
    select ${profileRecord(Prisma.sql`c`, Prisma.sql`${input.model}`)} as record
    from connection c where c.id = ${input.connectionId}::uuid`;
  return z.array(z.object({ record: profileRecordSchema })).parse(rows)[0]?.record ?? null;
}

/**
 * Keeps facts about a connection, or about one of its models. Names that are refused or renamed add up, everything else is replaced;
 * what a person has set is never changed, and a probe does not undo what a refusal taught.
 */
export async function learn(input: {
  connectionId: string;
  /** null = the whole connection */
  modelId: string | null;
  facts: readonly ProfileFact[];
  source: FactSource;
}): Promise<void> {
  for (const { field, value } of input.facts) {
    await prisma().$executeRaw`
      insert into capability (connection_id, model_id, field, value, source)
      values (${input.connectionId}::uuid, ${input.modelId ?? wholeConnection}, ${field}, ${JSON.stringify(value)}::jsonb, ${input.source})
      on conflict (connection_id, model_id, field) do update set
        value = case excluded.field
          when 'refused' then (select jsonb_agg(distinct name) from jsonb_array_elements(capability.value || excluded.value) name)
          when 'renamed' then capability.value || excluded.value
          else excluded.value end,
        source = excluded.source, at = now()
      where not (capability.source = 'manual' and excluded.source <> 'manual')
        and not (capability.source = 'learned' and excluded.source = 'probed')`;
  }
}

/** Facts of these connections, the newest first. */
export async function listFacts(connectionIds: string[]): Promise<StoredFact[]> {
  const rows = await prisma().capability.findMany({
    where: { connectionId: { in: connectionIds } },
    orderBy: [{ at: "desc" }, { modelId: "asc" }, { field: "asc" }],
  });
  return rows.map((row) => ({
    connectionId: row.connectionId,
    modelId: row.modelId === wholeConnection ? null : row.modelId,
    field: row.field,
    value: row.value,
    source: sourceSchema.parse(row.source),
    at: row.at,
  }));
}

/** Forgets what was learned or probed: all of a connection, or one fact. @throws AppError not_found, also for someone else's connection. */
export async function forgetFacts(input: {
  userId: string;
  connectionId: string;
  only?: { modelId: string | null; field: string } | undefined;
}): Promise<void> {
  const connection = await prisma().connection.findFirst({
    where: { id: input.connectionId, ...readableBy(input.userId) },
    select: { id: true },
  });
  if (!connection) throw new AppError("not_found", { detail: `connection ${input.connectionId}` });
  await prisma().capability.deleteMany({
    where: {
      connectionId: connection.id,
      source: { in: ["learned", "probed"] },
      ...(input.only ? { modelId: input.only.modelId ?? wholeConnection, field: input.only.field } : {}),
    },
  });
}
