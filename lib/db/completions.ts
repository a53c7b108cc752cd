import "server-only";
import { z } from "zod";
import { instanceId } from "@/lib/config/instance";
import { limits } from "@/lib/config/limits";
import { prisma } from "./client";
import { isMine } from "./leases";
import type { ReplayEntry } from "./replay-entries";

export interface NewModelCall {
  id: string;
  completionId: string;
  step: number;
  attempt: number;
  purpose: "answer" | "title" | "repair" | "probe";
  connectionId: string;
  requestedModel: string;
}

/**
 * The row of an upstream request that begins, unless the turn made it already, and its lines of the ledger. One statement.
 * A source call that was deleted meanwhile takes its line along.
 */
export async function beginCall(call: NewModelCall, ledger: Omit<ReplayEntry, "callId">[]): Promise<void> {
  await prisma().$executeRaw`
    with mc as (
      insert into model_call (id, completion_id, step, attempt, purpose, connection_id, requested_model, outcome, sent_settings)
      values (${call.id}::uuid, ${call.completionId}::uuid, ${call.step}, ${call.attempt}, ${call.purpose},
              ${call.connectionId}::uuid, ${call.requestedModel}, 'running', '{}')
      on conflict (id) do nothing
    )
    insert into replay_entry (call_id, source_call_id, form, count, message_index, sha256, rule)
    select ${call.id}::uuid, r."sourceCallId", r.form, r.count, r."messageIndex", r.sha256, r.rule
    from json_to_recordset(${JSON.stringify(ledger)}::json)
      as r ("sourceCallId" uuid, form text, count int, "messageIndex" int, sha256 text, rule text)
    where exists (select 1 from model_call m where m.id = r."sourceCallId")
    on conflict do nothing`;
}

export interface SavedSegment {
  completionId: string;
  seq: number;
  /** JSON text, written and read by the service that records */
  events: string;
}

/**
 * One batched insert for all running completions of the process. A completion that has ended, gone or been taken over meanwhile gets nothing: its row is
 * looked at under a lock, so that an insert on its way neither leaves rows behind nor fails for all others. A segment that is there
 * already stays: its acknowledgement was lost.
 */
export async function insertSegments(segments: SavedSegment[]): Promise<void> {
  const ids = segments.map((segment) => segment.completionId);
  await prisma().$executeRaw`
    insert into stream_segment (completion_id, seq, events)
    select s.id, s.seq, s.events
    from unnest(${ids}::uuid[], ${segments.map((segment) => segment.seq)}::int[], ${segments.map((segment) => segment.events)}::text[])
      as s (id, seq, events)
    join (select id from completion where id = any(${ids}::uuid[]) and ${isMine()} for share) k on k.id = s.id
    on conflict do nothing`;
}

/** Ends a completion whose saved events cannot be folded; they stay where they are. */
export async function markInterrupted(completionId: string, errorCode: string): Promise<void> {
  await prisma().completion.updateMany({
    where: { id: completionId, status: "running", leaseOwner: instanceId() },
    data: { status: "interrupted", errorCode, endedAt: new Date() },
  });
}

export interface RunningCompletion {
  id: string;
  messageId: string;
  conversationId: string;
  userId: string;
  segments: { events: string }[];
  /** in order; `isSaved`: over and stored, all but its parts */
  calls: {
    id: string;
    step: number;
    attempt: number;
    connectionId: string | null;
    /** null = no longer there, or as the completion says */
    connectionName: string | null;
    requestedModel: string;
    isSaved: boolean;
  }[];
  connectionName: string;
}

/** Those of these completions that run, or that a process left running, with what is saved of them. */
export async function listRunningCompletions(ids: readonly string[]): Promise<RunningCompletion[]> {
  const rows = await prisma().completion.findMany({
    where: { id: { in: [...ids] }, status: "running" },
    select: {
      id: true,
      messageId: true,
      conversationId: true,
      ownerId: true,
      connectionName: true,
      segments: { orderBy: { seq: "asc" }, select: { events: true } },
      modelCalls: {
        where: { purpose: "answer" },
        orderBy: [{ step: "asc" }, { attempt: "asc" }],
        select: {
          id: true,
          step: true,
          attempt: true,
          connectionId: true,
          requestedModel: true,
          outcome: true,
          connection: { select: { name: true } },
        },
      },
    },
  });
  return rows.map(({ ownerId, modelCalls, ...row }) => ({
    ...row,
    userId: ownerId,
    calls: modelCalls.map(({ outcome, connection, ...call }) => ({
      ...call,
      connectionName: connection?.name ?? null,
      isSaved: outcome !== "running",
    })),
  }));
}

/** The answers of a person that run at the moment. */
export async function listRunningAnswers(
  userId: string,
): Promise<{ conversationId: string; answerId: string; startedAt: string }[]> {
  const rows = await prisma().completion.findMany({
    where: { ownerId: userId, status: "running", conversation: { deletedAt: null }, message: { deletedAt: null } },
    select: { conversationId: true, messageId: true, startedAt: true },
  });
  return rows.map(({ conversationId, messageId, startedAt }) => ({
    conversationId,
    answerId: messageId,
    startedAt: startedAt.toISOString(),
  }));
}

export interface CompletionRef {
  id: string;
  messageId: string;
  status: string;
}

/** Ids of what runs in a conversation. */
export async function listRunningIn(owned: { userId: string; conversationId: string }): Promise<string[]> {
  const rows = await prisma().completion.findMany({
    where: { conversationId: owned.conversationId, ownerId: owned.userId, status: "running" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Those of these completions that run, in whichever process. */
export async function listStillRunning(ids: readonly string[]): Promise<string[]> {
  const where = { id: { in: [...ids] }, status: "running" };
  return (await prisma().completion.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Whether one owner has as many answers running, in all processes together, as one may have. */
export async function isOwnerFull(userId: string): Promise<boolean> {
  return (await prisma().completion.count({ where: { ownerId: userId, status: "running" } })) >= limits.runningPerOwner;
}

/** The completion of one answer, or of the newest answer on the active branch. */
export async function findCompletion(input: {
  userId: string;
  conversationId: string;
  messageId?: string;
}): Promise<CompletionRef | null> {
  const where = { conversationId: input.conversationId, ownerId: input.userId, conversation: { deletedAt: null } };
  const message = { deletedAt: null };
  if (input.messageId !== undefined) {
    return prisma().completion.findFirst({
      where: { ...where, messageId: input.messageId, message },
      select: { id: true, messageId: true, status: true },
    });
  }
  const rows = await prisma().$queryRaw`
    select k.id::text, k.message_id::text as "messageId", k.status
    from conversation c join completion k on k.message_id = c.active_leaf_id
    where c.id = ${input.conversationId}::uuid and c.owner_id = ${input.userId} and c.deleted_at is null`;
  return z.array(z.object({ id: z.string(), messageId: z.string(), status: z.string() })).parse(rows)[0] ?? null;
}
