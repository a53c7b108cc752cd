import "server-only";
import { prisma } from "./client";
import { staysOn } from "./conversations";
import {
  besideSchema,
  type CreatedTurn,
  completionRows,
  continueHash,
  hasRoom,
  lazily,
  type NewCompletion,
  rethrowUnlessDuplicate,
} from "./turns";

/**
 * A new answer beside the unfinished `of` that begins with a copy of its parts: what is finished never changes. A copied part keeps the
 * call it came from, which tells it from those of the answer's own calls. null = `of` was deleted, or the same id arrived twice at once.
 */
export async function insertContinuation(of: string, completion: NewCompletion): Promise<CreatedTurn | null> {
  const rows = await prisma().$queryRaw`
    with c as (
      select id, next_seq from conversation, ${lazily} as lazily
      where id = ${completion.conversationId}::uuid and owner_id = ${completion.userId} and deleted_at is null
      for update of conversation
    ), ok as (
      select c.*, m.parent_id, q.parent_id as under
      from c join message m on m.conversation_id = c.id join message q on q.conversation_id = c.id and q.id = m.parent_id
      where m.id = ${of}::uuid and m.role = 'assistant' and m.deleted_at is null
        and not exists (select 1 from completion k where k.message_id = m.id and k.status in ('running', 'waiting'))
        and ${hasRoom(completion.userId)}
      for share of m
    ), a as (
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, continues_id)
      select ${completion.messageId}::uuid, ok.id, ok.parent_id, ok.next_seq, 'assistant', ${continueHash(of)}, ${of}::uuid from ok
      returning created_at
    ), p as (
      insert into part (message_id, index, type, text, data, duration_ms, call_id)
      select ${completion.messageId}::uuid, p.index, p.type, p.text, p.data, p.duration_ms, p.call_id
      from ok join part p on p.message_id = ${of}::uuid
    ), ${completionRows(completion)}, u as (
      update conversation t
      set next_seq = ok.next_seq + 1, active_leaf_id = ${completion.messageId}::uuid, last_activity_at = now(), archived_at = null, ${staysOn},
          connection_id = ${completion.connectionId}::uuid, model = ${completion.model}
      from ok where t.id = ok.id
    )
    select ok.parent_id::text as parent_id, ok.under::text, a.created_at from ok, a`.catch(rethrowUnlessDuplicate);
  const row = rows === null ? undefined : besideSchema.parse(rows)[0];
  return row?.parent_id ? { parentId: row.parent_id, under: row.under, createdAt: row.created_at } : null;
}
