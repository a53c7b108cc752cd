import "server-only";
import { prisma } from "./client";
import { staysOn } from "./conversations";
import { rethrowUnlessDuplicate } from "./turns";

export interface EditedCopy {
  id: string;
  userId: string;
  conversationId: string;
  /** the answer whose words were changed; it stays as it is */
  of: string;
  text: string;
  bodyHash: string;
}

/**
 * The changed words as an answer of their own beside the one they come from. It has no completion: no model gave it, and nothing was paid
 * for it. false = a guard said no, or the id was taken at the same moment.
 */
export async function insertEditedCopy({
  id,
  userId,
  conversationId,
  of,
  text,
  bodyHash,
}: EditedCopy): Promise<boolean> {
  const rows = await prisma().$queryRaw<unknown[] | null>`
    with c as (
      select id, next_seq from conversation
      where id = ${conversationId}::uuid and owner_id = ${userId} and deleted_at is null
      for update
    ), ok as (
      select c.*, m.parent_id
      from c join message m on m.conversation_id = c.id
      where m.id = ${of}::uuid and m.role = 'assistant' and m.deleted_at is null
        and not exists (select 1 from completion k where k.message_id = m.id and k.status in ('running', 'waiting'))
      for share of m
    ), a as (
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, edited_from_id)
      select ${id}::uuid, ok.id, ok.parent_id, ok.next_seq, 'assistant', ${bodyHash}, ${of}::uuid from ok
      returning id
    ), p as (
      insert into part (message_id, index, type, text) select ${id}::uuid, 0, 'text', ${text} from ok
    ), st as (
      insert into search_todo (message_id) select ${id}::uuid from ok on conflict do nothing
    ), u as (
      update conversation t set next_seq = ok.next_seq + 1, active_leaf_id = ${id}::uuid, last_activity_at = now(), ${staysOn}
      from ok where t.id = ok.id
    )
    select id::text from a`.catch(rethrowUnlessDuplicate);
  return (rows?.length ?? 0) > 0;
}

export interface NamedMessage {
  role: string;
  bodyHash: string;
  isMine: boolean;
  status: string | null;
  isDeleted: boolean;
}

/** A message by its id alone, whoever has it; what may be said of it depends on `isMine`. */
export async function findMessageById(input: {
  userId: string;
  conversationId: string;
  messageId: string;
}): Promise<NamedMessage | null> {
  const row = await prisma().message.findUnique({
    where: { id: input.messageId },
    select: {
      role: true,
      bodyHash: true,
      conversationId: true,
      deletedAt: true,
      conversation: { select: { ownerId: true, deletedAt: true } },
      completion: { select: { status: true } },
    },
  });
  if (!row) return null;
  const { conversation, completion, deletedAt } = row;
  const isOwned = conversation.ownerId === input.userId && conversation.deletedAt === null;
  return {
    role: row.role,
    bodyHash: row.bodyHash,
    isMine: isOwned && row.conversationId === input.conversationId,
    status: completion?.status ?? null,
    isDeleted: deletedAt !== null,
  };
}
