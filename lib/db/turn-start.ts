import "server-only";
import { z } from "zod";
import { type Settings, settingsSchema } from "@/lib/contract/settings";
import { Prisma } from "@/prisma/generated/client";
import { type ProfileRecord, profileRecord, profileRecordSchema } from "./capabilities";
import { prisma } from "./client";
import { type Connection, toConnection } from "./connections";
import type { Conversation } from "./conversations";

export interface ExistingMessage {
  bodyHash: string;
  /** the answer that belongs to it: itself, or the first answer under a question */
  answerId: string | null;
}

const startSchema = z.array(
  z.object({
    conversation: z
      .object({
        id: z.string(),
        title: z.string(),
        titleSource: z.string(),
        connectionId: z.string().nullable(),
        model: z.string().nullable(),
        settings: settingsSchema,
        activeLeafId: z.string().nullable(),
        isTemporary: z.boolean(),
      })
      .nullable(),
    message: z
      .object({
        bodyHash: z.string(),
        role: z.string(),
        conversationId: z.string(),
        mine: z.boolean(),
        firstAnswerId: z.string().nullable(),
      })
      .nullable(),
    project: z.object({ instructions: z.string(), settings: settingsSchema }).nullable(),
    model: z.string().nullable(),
    connections: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        baseUrl: z.string(),
        origin: z.string(),
        profile: z.string(),
        profileOverrides: z.unknown(),
        source: z.string(),
        enabled: z.boolean(),
        keySealed: z.string().nullable(),
        record: profileRecordSchema,
      }),
    ),
  }),
);

export interface TurnStart {
  /** null when it does not exist or is someone else's */
  conversation: (Conversation & { isTemporary: boolean }) | null;
  /** that it is in; null = in none */
  project: { instructions: string; settings: Settings } | null;
  /** the message that has the new one's id already; "foreign" when the id is taken by someone or something else */
  existing: ExistingMessage | "foreign" | null;
  /** the model that was asked for, else the conversation's: the one the records below are about */
  model: string | null;
  /** the enabled connections, in the order in which they are offered, each with what is known of that model there */
  connections: { connection: Connection; record: ProfileRecord }[];
}

/** What has to be known before a turn is stored. One statement: it stands before every first token. */
export async function readTurnStart(input: {
  userId: string;
  conversationId: string;
  messageId: string;
  /** as asked for in the request */
  model: string | null;
}): Promise<TurnStart> {
  const rows = await prisma().$queryRaw`
    with c as (
      select c.* from conversation c
      where c.id = ${input.conversationId}::uuid and c.owner_id = ${input.userId} and c.deleted_at is null
    ), wanted as (select coalesce(${input.model}::text, (select model from c)) as model)
    select
      (select json_build_object('id', c.id, 'title', c.title, 'titleSource', c.title_source, 'connectionId', c.connection_id,
              'model', c.model, 'settings', c.settings, 'activeLeafId', c.active_leaf_id, 'isTemporary', c.temporary_until is not null) from c) as conversation,
      (select json_build_object('instructions', p.instructions, 'settings', p.settings)
       from project p join c on c.project_id = p.id and c.owner_id = p.owner_id) as project,
      (select json_build_object('bodyHash', m.body_hash, 'role', m.role, 'conversationId', m.conversation_id,
              'mine', o.owner_id = ${input.userId} and o.deleted_at is null,
              'firstAnswerId', (select a.id from message a
                                where a.conversation_id = m.conversation_id and a.parent_id = m.id order by a.seq limit 1))
       from message m join conversation o on o.id = m.conversation_id
       where m.id = ${input.messageId}::uuid) as message,
      wanted.model,
      (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'baseUrl', k.base_url, 'origin', k.origin,
              'profile', k.profile, 'profileOverrides', k.profile_overrides, 'source', k.source, 'enabled', k.enabled,
              'keySealed', k.key_sealed, 'record', ${profileRecord(Prisma.sql`k`, Prisma.sql`wanted.model`)})
              order by k.position, k.created_at, k.id), '[]')
       from connection k where (k.owner_id = ${input.userId} or k.owner_id is null) and k.enabled) as connections
    from wanted`;
  const row = startSchema.parse(rows)[0];
  if (!row) throw new Error("a select without a table gave no row");
  return {
    conversation: row.conversation,
    project: row.project,
    existing: row.message && toExisting(row.message, input),
    model: row.model,
    connections: row.connections.map(({ record, ...stored }) => ({ connection: toConnection(stored), record })),
  };
}

function toExisting(
  message: { bodyHash: string; role: string; conversationId: string; mine: boolean; firstAnswerId: string | null },
  input: { conversationId: string; messageId: string },
): ExistingMessage | "foreign" {
  if (!message.mine || message.conversationId !== input.conversationId) return "foreign";
  return {
    bodyHash: message.bodyHash,
    answerId: message.role === "assistant" ? input.messageId : message.firstAnswerId,
  };
}
