import "server-only";
import { z } from "zod";
import { settingsSchema } from "@/lib/contract/settings";
import { prisma } from "./client";
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
  }),
);

export interface TurnStart {
  /** null when it does not exist or is someone else's */
  conversation: Conversation | null;
  /** the message that has the new one's id already; "foreign" when the id is taken by someone or something else */
  existing: ExistingMessage | "foreign" | null;
}

/** What has to be known before a turn is stored. One statement: it stands before every first token. */
export async function readTurnStart(input: {
  userId: string;
  conversationId: string;
  messageId: string;
}): Promise<TurnStart> {
  const rows = await prisma().$queryRaw`
    select
      (select json_build_object('id', c.id, 'title', c.title, 'titleSource', c.title_source, 'connectionId', c.connection_id,
              'model', c.model, 'settings', c.settings, 'activeLeafId', c.active_leaf_id)
       from conversation c
       where c.id = ${input.conversationId}::uuid and c.owner_id = ${input.userId} and c.deleted_at is null) as conversation,
      (select json_build_object('bodyHash', m.body_hash, 'role', m.role, 'conversationId', m.conversation_id,
              'mine', c.owner_id = ${input.userId} and c.deleted_at is null,
              'firstAnswerId', (select a.id from message a
                                where a.conversation_id = m.conversation_id and a.parent_id = m.id order by a.seq limit 1))
       from message m join conversation c on c.id = m.conversation_id
       where m.id = ${input.messageId}::uuid) as message`;
  const row = startSchema.parse(rows)[0];
  const message = row?.message ?? null;
  return { conversation: row?.conversation ?? null, existing: message && toExisting(message, input) };
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
