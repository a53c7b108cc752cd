import "server-only";
import { z } from "zod";
import { limits } from "@/lib/config/limits";
import type { Settings } from "@/lib/contract/settings";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { isOwnerFull } from "./completions";
import { staysOn } from "./conversations";
import { ownLease } from "./leases";

/** What every new answer needs, whether it comes from a question or from regenerating. */
export interface NewCompletion {
  id: string;
  messageId: string;
  userId: string;
  conversationId: string;
  connectionId: string;
  connectionName: string;
  model: string;
  /** merged over all levels, frozen from now on */
  settings: Settings;
  /** its first model call */
  callId: string;
}

export interface NewQuestion {
  id: string;
  /** undefined = the active leaf, null = a new root */
  parentId: string | null | undefined;
  /** as people see it (no NUL, no lone surrogate) */
  text: string;
  bodyHash: string;
  /** used when this is the first message */
  title: string;
  /** the unfinished answer that this asks to go on with; the words are ours then, not a person's */
  continuesId?: string;
}

/** What the answer to this request is told by when it comes again. */
export const continueHash = (of: string) => `continue:${of}`;

const createdSchema = z.array(z.object({ parent_id: z.string().nullable(), created_at: z.date() }));
export const besideSchema = z.array(createdSchema.element.extend({ under: z.string().nullable() }));
export interface CreatedTurn {
  /** the parent of the answer */
  parentId: string;
  /** what the question stands under; null = it is a root */
  under: string | null;
  createdAt: Date;
}

/** This one transaction commits without waiting for the disk. */
export const lazily = Prisma.sql`set_config('synchronous_commit', 'off', true)`;

/**
 * Everything committed so far is on disk when this resolves: a commit that waits takes all before it along. The model is asked
 * meanwhile, since the disk takes longer than the statement.
 */
export async function flushTurn(): Promise<void> {
  await prisma().$queryRaw`select 1 from pg_logical_emit_message(true, 'verbatim', '')`;
}

/** Counted where all processes meet. Several at the same moment do not see each other: one owner may get a few more. */
export const hasRoom = (userId: string) => Prisma.sql`
  (select count(*) from completion r where r.owner_id = ${userId} and r.status = 'running') < ${limits.runningPerOwner}`;

/** The running completion of a new answer and its first call, as common table expressions over `ok`. */
export const completionRows = (completion: NewCompletion) => Prisma.sql`
  k as (
    insert into completion (id, message_id, conversation_id, owner_id, status, connection_id, connection_name, model, settings,
      lease_owner, lease_until)
    select ${completion.id}::uuid, ${completion.messageId}::uuid, ok.id, ${completion.userId}, 'running',
           ${completion.connectionId}::uuid, ${completion.connectionName}, ${completion.model}, ${JSON.stringify(completion.settings)}::jsonb,
           ${ownLease()}
    from ok
  ), mc as (
    insert into model_call (id, completion_id, step, attempt, purpose, connection_id, requested_model, outcome, sent_settings)
    select ${completion.callId}::uuid, ${completion.id}::uuid, 0, 0, 'answer', ${completion.connectionId}::uuid, ${completion.model},
           'running', '{}'
    from ok
  )`;

/** The active leaf; of a question whose answers were deleted, what it stands under: the next one is put beside it. */
const leafToAnswer = Prisma.sql`
  case when (select m.role from message m where m.id = active_leaf_id) = 'user'
    then (select m.parent_id from message m where m.id = active_leaf_id) else active_leaf_id end`;

/**
 * Question, empty answer and running completion in one statement: rows exist before the first token, at the cost of one round trip.
 * The row lock on the conversation orders concurrent sends; `seq` comes from it. null = a guard said no (see whyNotStarted).
 * The rows are on disk once `flushTurn` has resolved.
 */
export async function insertTurn(question: NewQuestion, completion: NewCompletion): Promise<CreatedTurn | null> {
  const { continuesId = null } = question;
  const rows = await prisma().$queryRaw`
    with c as (
      select id, next_seq, case when ${question.parentId !== undefined} then ${question.parentId ?? null}::uuid else ${leafToAnswer} end as parent_id
      from conversation, ${lazily} as lazily
      where id = ${completion.conversationId}::uuid and owner_id = ${completion.userId} and deleted_at is null
      for update of conversation
    ), ok as (
      select c.* from c
      where (c.parent_id is null or exists (
               select 1 from message m
               where m.conversation_id = c.id and m.id = c.parent_id and m.role = 'assistant' and m.deleted_at is null
               -- as it is once the lock above is ours, not as it was when the statement began
               for share))
        and not exists (select 1 from completion k where k.message_id = c.parent_id and k.status in ('running', 'waiting'))
        and ${hasRoom(completion.userId)}
    ), q as (
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, continues_id)
      select ${question.id}::uuid, ok.id, ok.parent_id, ok.next_seq, 'user', ${question.bodyHash}, ${continuesId}::uuid from ok
      returning created_at
    ), qp as (
      insert into part (message_id, index, type, text)
      select ${question.id}::uuid, 0, 'text', ${question.text} from ok
    ), st as (
      insert into search_todo (message_id) select ${question.id}::uuid from ok where ${continuesId}::uuid is null on conflict do nothing
    ), a as (
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, continues_id)
      select ${completion.messageId}::uuid, ok.id, ${question.id}::uuid, ok.next_seq + 1, 'assistant',
             ${continuesId === null ? "" : continueHash(continuesId)}, ${continuesId}::uuid
      from ok
    ), ${completionRows(completion)}, u as (
      update conversation t
      set next_seq = ok.next_seq + 2, active_leaf_id = ${completion.messageId}::uuid, last_activity_at = now(), archived_at = null, ${staysOn},
          connection_id = ${completion.connectionId}::uuid, model = ${completion.model},
          title = case when ok.next_seq = 0 and t.title_source = 'rule' then ${question.title} else t.title end
      from ok where t.id = ok.id
    )
    select ok.parent_id::text as parent_id, q.created_at from ok, q`.catch(rethrowUnlessDuplicate);
  const row = rows === null ? undefined : createdSchema.parse(rows)[0];
  return row ? { parentId: question.id, under: row.parent_id, createdAt: row.created_at } : null;
}

/** A new answer beside `of`, or under it when it is a question that has none any more. The conversation keeps the model that was chosen for it: another one may be asked once. null = a guard said no. */
export async function insertRegeneration(of: string, completion: NewCompletion): Promise<CreatedTurn | null> {
  const rows = await prisma().$queryRaw`
    with c as (
      select id, next_seq from conversation, ${lazily} as lazily
      where id = ${completion.conversationId}::uuid and owner_id = ${completion.userId} and deleted_at is null
      for update of conversation
    ), ok as (
      select c.*, q.id as parent_id, q.parent_id as under
      from c join message m on m.conversation_id = c.id
        join message q on q.conversation_id = c.id and q.id = case when m.role = 'user' then m.id else m.parent_id end
      where m.id = ${of}::uuid and m.deleted_at is null
        and (m.role = 'assistant' or not exists (
          select 1 from message a where a.conversation_id = c.id and a.parent_id = m.id and a.deleted_at is null))
        and ${hasRoom(completion.userId)}
      for share of m
    ), a as (
      insert into message (id, conversation_id, parent_id, seq, role, body_hash)
      select ${completion.messageId}::uuid, ok.id, ok.parent_id, ok.next_seq, 'assistant', ${`regenerate:${of}`} from ok
      returning created_at
    ), ${completionRows(completion)}, u as (
      update conversation t
      set next_seq = ok.next_seq + 1, active_leaf_id = ${completion.messageId}::uuid, last_activity_at = now(), archived_at = null, ${staysOn},
          connection_id = case when t.model is null then ${completion.connectionId}::uuid else t.connection_id end,
          model = coalesce(t.model, ${completion.model})
      from ok where t.id = ok.id
    )
    select ok.parent_id::text as parent_id, ok.under::text, a.created_at from ok, a`.catch(rethrowUnlessDuplicate);
  const row = rows === null ? undefined : besideSchema.parse(rows)[0];
  return row?.parent_id ? { parentId: row.parent_id, under: row.under, createdAt: row.created_at } : null;
}

/** The same id at the same moment from two tabs: the second one finds the first one's rows. */
export function rethrowUnlessDuplicate(error: unknown): null {
  if (error instanceof Prisma.PrismaClientKnownRequestError && /23505|unique/i.test(`${error.code} ${error.message}`))
    return null;
  throw error;
}

/** Why a statement above stored nothing. */
export async function whyNotStarted(input: {
  userId: string;
  conversationId: string;
  parentId: string | null | undefined;
}): Promise<AppError> {
  const conversation = await prisma().conversation.findFirst({
    where: { id: input.conversationId, ownerId: input.userId, deletedAt: null },
    select: { activeLeafId: true },
  });
  if (!conversation) return new AppError("not_found", { detail: `conversation ${input.conversationId}` });
  if (await isOwnerFull(input.userId))
    return new AppError("too_many_requests", { detail: "running completions", headers: { "retry-after": "5" } });
  const parentId = input.parentId === undefined ? conversation.activeLeafId : input.parentId;
  if (parentId === null) return new AppError("internal", { detail: "the turn was not stored" });
  const parent = await prisma().message.findFirst({
    where: { id: parentId, conversationId: input.conversationId, deletedAt: null },
    select: { role: true, completion: { select: { status: true } } },
  });
  if (!parent)
    return new AppError("not_found", {
      detail: `message ${parentId}`,
      userMessage: "The message to answer does not exist in this conversation.",
    });
  if (parent.role !== "assistant") return new AppError("parent_invalid", { detail: `${parentId} is a question` });
  return new AppError("completion_running", { detail: `under ${parentId}` });
}
