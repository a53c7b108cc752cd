import "server-only";
import type { ExportedProject } from "@/lib/contract/import";
import { Prisma } from "@/prisma/generated/client";
import { type BranchMarkRow, markInsert } from "./branch-marks";
import { prisma, prismaClient } from "./client";
import { readableBy } from "./conversations";
import { type CallRows, callInserts, given, type Insert, mapped } from "./import-calls";
import { ensureProject, ownProject } from "./projects";
import { tagInserts } from "./tags";

/** One message and its completion. Ids are new ones, except those of connections, which are looked up. */
export interface MessageRow {
  id: string;
  parentId: string | null;
  editedFromId: string | null;
  continuesId: string | null;
  seq: number;
  role: "user" | "assistant";
  /** ISO 8601, as all times here */
  createdAt: string;
  parts: {
    index: number;
    type: string;
    text: string;
    data: object | null;
    durationMs: number | null;
    callId: string | null;
  }[];
  completion: {
    id: string;
    status: "done" | "stopped" | "failed" | "interrupted";
    connectionId: string | null;
    connectionName: string;
    model: string;
    settings: object;
    finishReason: string | null;
    errorCode: string | null;
    errorDetail: object | null;
    startedAt: string;
    endedAt: string;
  } | null;
}

export interface ImportedConversation {
  userId: string;
  conversation: {
    id: string;
    title: string;
    titleSource: string;
    connectionId: string | null;
    model: string | null;
    settings: object;
    activeLeafId: string | null;
    forkedFromId?: string | null;
    createdAt: string;
    lastActivityAt: string;
    /** null = taken in as often as it is sent */
    importKey: string | null;
    /** by name; those that do not exist yet are made */
    tags?: readonly string[];
    pinnedAt?: string | null;
    archivedAt?: string | null;
    /** its id, or what it is made of where there is none of this name */
    project?: string | ExportedProject | null;
    marks?: readonly BranchMarkRow[];
  };
  messages: MessageRow[];
  calls: CallRows[];
}

/** Lets others run between two steps of a long piece of work. */
type Pause = () => Promise<void> | undefined;

/** Rows go to the database in pieces: one of them is put into text, sent and read without anything else running. */
const batchUnits = 250_000;
/** The largest file of one conversation takes seconds; a database that hangs has to end some time. */
const transactionMs = 300_000;

/** The connection of this id, if it is one the caller may use; else none, and then no reasoning goes anywhere from here. */
const usableOf = (userId: string) => (id: Prisma.Sql) =>
  Prisma.sql`(select n.id from connection n where n.id = ${id} and (n.owner_id = ${userId} or n.owner_id is null))`;

/**
 * A whole conversation in one transaction: all of it or nothing. No usage entry: nobody was charged for it here.
 * @returns false when one with this import key is there already; nothing is stored then
 */
export async function insertImport(input: ImportedConversation, pause: Pause = () => undefined): Promise<boolean> {
  const { userId, conversation, messages } = input;
  const usable = usableOf(userId);
  return prismaClient().$transaction(
    async (tx) => {
      // Deleted a moment ago, it would be taken for one that is here; from now on the file is the way back.
      if (conversation.importKey !== null)
        await tx.conversation.deleteMany({
          where: { ownerId: userId, importKey: conversation.importKey, deletedAt: { not: null } },
        });
      const inserted = await tx.$executeRaw`
        insert into conversation (id, owner_id, connection_id, model, settings, title, title_source, active_leaf_id, next_seq,
          created_at, last_activity_at, import_key, forked_from_id, pinned_at, archived_at)
        values (${conversation.id}::uuid, ${userId}, ${usable(Prisma.sql`${conversation.connectionId}::uuid`)}, ${conversation.model},
          ${JSON.stringify(conversation.settings)}::jsonb, ${conversation.title}, ${conversation.titleSource},
          ${conversation.activeLeafId}::uuid, ${messages.length}, ${conversation.createdAt}::timestamptz,
          ${conversation.lastActivityAt}::timestamptz, ${conversation.importKey}, ${conversation.forkedFromId ?? null}::uuid,
          ${conversation.pinnedAt ?? null}::timestamptz, ${conversation.archivedAt ?? null}::timestamptz)
        on conflict (owner_id, import_key) do nothing`;
      if (inserted === 0) return false;
      for (const { rows, insert } of insertsOf(input, usable))
        for await (const batch of inBatches(rows, pause)) await tx.$executeRaw(insert(batch));
      if (conversation.marks?.length) await tx.$executeRaw(markInsert(conversation.id, conversation.marks));
      const { project } = conversation;
      if (project) {
        const found =
          typeof project === "string" ? ownProject(userId, project) : await ensureProject(tx, userId, project);
        await tx.$executeRaw`update conversation set project_id = ${found} where id = ${conversation.id}::uuid`;
      }
      // The last ones: whoever makes the same tag meanwhile waits for the end of this transaction.
      for (const insert of tagInserts({ userId, conversationId: conversation.id }, conversation.tags ?? []))
        await tx.$executeRaw(insert);
      return true;
    },
    { timeout: transactionMs, maxWait: 30_000 },
  );
}

/** The conversation of this person that came with this key, or null. */
export async function findImported(input: { userId: string; importKey: string }): Promise<string | null> {
  const { userId, importKey } = input;
  const row = await prisma().conversation.findFirst({
    where: { importKey, ...readableBy(userId) },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** JSON lists of rows, each small enough to be sent without holding others up. */
async function* inBatches(rows: Iterable<object>, pause: Pause): AsyncGenerator<Prisma.Sql> {
  let texts: string[] = [];
  let units = 0;
  for (const row of rows) {
    await pause();
    const text = JSON.stringify(row);
    if (units + text.length > batchUnits && units > 0) {
      yield Prisma.sql`${`[${texts.join(",")}]`}::json`;
      texts = [];
      units = 0;
    }
    texts.push(text);
    units += text.length;
  }
  if (units > 0) yield Prisma.sql`${`[${texts.join(",")}]`}::json`;
}

/** In the order the foreign keys ask for; rows are made when their turn comes. */
function* insertsOf(
  { userId, conversation: { id }, messages, calls }: ImportedConversation,
  usable: (id: Prisma.Sql) => Prisma.Sql,
): Generator<Insert> {
  yield {
    // The body hash tells one question sent twice from two; nobody can send one of these ids again.
    rows: mapped(messages, ({ parts: _, completion: __, ...message }) => [message]),
    insert: (rows) => Prisma.sql`
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, continues_id, edited_from_id, created_at)
      select r.id, ${id}::uuid, r."parentId", r.seq, r.role, 'import', r."continuesId", r."editedFromId", r."createdAt"
      from json_to_recordset(${rows})
        as r (id uuid, "parentId" uuid, seq int, role text, "continuesId" uuid, "editedFromId" uuid, "createdAt" timestamptz)`,
  };
  yield {
    // Its texts are found once they have been read for that (lib/services/search-index.ts).
    rows: mapped(messages, (message) => [{ id: message.id }]),
    insert: (rows) => Prisma.sql`
      insert into search_todo (message_id) select r.id from json_to_recordset(${rows}) as r (id uuid)`,
  };
  yield {
    rows: mapped(messages, (message) => message.parts.map((part) => ({ ...part, messageId: message.id }))),
    insert: (rows) => Prisma.sql`
      insert into part (message_id, index, type, text, data, duration_ms, call_id)
      select r."messageId", r.index, r.type, r.text, r.data, r."durationMs", r."callId"
      from json_to_recordset(${rows})
        as r ("messageId" uuid, index int, type text, text text, data jsonb, "durationMs" int, "callId" uuid)`,
  };
  yield {
    rows: mapped(messages, ({ id: messageId, completion }) => (completion ? [{ ...completion, messageId }] : [])),
    insert: (rows) => Prisma.sql`
      insert into completion (id, message_id, conversation_id, owner_id, status, connection_id, connection_name, model, settings,
        finish_reason, error_code, error_detail, started_at, ended_at)
      select r.id, r."messageId", ${id}::uuid, ${userId}, r.status, ${usable(given('r."connectionId"'))}, r."connectionName", r.model,
        r.settings, r."finishReason", r."errorCode", r."errorDetail", r."startedAt", r."endedAt"
      from json_to_recordset(${rows})
        as r (id uuid, "messageId" uuid, status text, "connectionId" uuid, "connectionName" text, model text, settings jsonb,
          "finishReason" text, "errorCode" text, "errorDetail" jsonb, "startedAt" timestamptz, "endedAt" timestamptz)`,
  };
  yield* callInserts(calls, usable);
}
