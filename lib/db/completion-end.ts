import "server-only";
import { z } from "zod";
import type { CompletionStatus, CompletionView } from "@/lib/conversation/message";
import type { RecordedPart } from "@/lib/reasoning/record";
import { visibleText } from "@/lib/reasoning/visible-text";
import { Prisma } from "@/prisma/generated/client";
import { callWrites, column, type EndedCall, type ErrorDetail, storedCall, storedDetail } from "./call-writes";
import { prisma } from "./client";
import { toCompletionView } from "./completion-view";
import { isMine } from "./leases";
import { answerDocs, writeTitleDoc } from "./search-docs";

export interface EndedCompletion {
  completionId: string;
  messageId: string;
  userId: string;
  status: Exclude<CompletionStatus, "running" | "waiting">;
  finishReason: string | null;
  errorCode: string | null;
  errorDetail: ErrorDetail | null;
  calls: EndedCall[];
  /** ids of calls that `saveCall` has stored: only their parts are written now */
  saved: ReadonlySet<string>;
}

function storedPart(part: RecordedPart, index: number, callId: string) {
  const tool =
    part.type === "tool"
      ? {
          name: visibleText(part.name),
          arguments: visibleText(part.arguments),
          state: part.state,
          result: column(part.result),
        }
      : null;
  return {
    index,
    callId,
    type: part.type,
    text: visibleText(part.text),
    durationMs: part.type === "reasoning" ? part.durationMs : null,
    data: part.type === "reasoning" ? { kind: part.kind } : tool,
    tool,
  };
}

const endedSchema = z.array(
  z.object({
    connectionId: z.string().nullable(),
    connectionName: z.string(),
    model: z.string(),
    settings: z.unknown(),
    startedAt: z.date(),
  }),
);

/**
 * The end of a completion: parts, records, usage and status together, segments gone, in one statement. Idempotent: a completion that
 * is no longer running or no longer ours (deleted, recovered elsewhere) is left as it is. @returns its view, or null when it was no longer running.
 */
export async function endCompletion(ended: EndedCompletion): Promise<CompletionView | null> {
  const calls = ended.calls.map((call) => storedCall(call, ended.userId));
  const parts = ended.calls
    .flatMap((call) => call.record.parts.map((part) => ({ part, callId: call.id })))
    .map(({ part, callId }, index) => storedPart(part, index, callId));
  const finishReason = column(ended.finishReason);
  const errorDetail = storedDetail(ended.errorDetail);
  const rows = await prisma().$queryRaw`
    with k as (
      update completion set status = ${ended.status}, finish_reason = ${finishReason}, error_code = ${ended.errorCode},
        error_detail = ${errorDetail === null ? null : JSON.stringify(errorDetail)}::jsonb, ended_at = now()
      where id = ${ended.completionId}::uuid and ${isMine()}
      returning connection_id, connection_name, model, settings, started_at
    ), ${callWrites(calls.filter(({ id }) => !ended.saved.has(id)))}, p as (
      insert into part (message_id, index, call_id, type, text, duration_ms, data)
      -- After those that a continuation has kept of the answer it goes on from.
      select ${ended.messageId}::uuid, p.index + (select count(*)::int from part where message_id = ${ended.messageId}::uuid), p."callId", p.type, p.text, p."durationMs", p.data
      from k, json_to_recordset(${JSON.stringify(parts.map(({ tool: _, ...part }) => part))}::json)
        as p (index int, "callId" uuid, type text, text text, "durationMs" int, data jsonb)
    ), ${answerDocs({ ...ended, parts })}, s as (
      delete from stream_segment where completion_id in (select ${ended.completionId}::uuid from k)
    )
    select connection_id::text as "connectionId", connection_name as "connectionName", model, settings, started_at as "startedAt"
    from k`;
  const row = endedSchema.parse(rows)[0];
  if (!row) return null;
  return toCompletionView({
    ...row,
    id: ended.completionId,
    status: ended.status,
    finishReason,
    errorCode: ended.errorCode,
    errorDetail,
    modelCalls: calls
      .filter(({ purpose }) => purpose === "answer")
      .map((call) => ({ ...call, cost: call.cost === null ? null : new Prisma.Decimal(call.cost) })),
  });
}

/** A call inside a completion that goes on: everything but its parts, which the end writes. */
export async function saveCall(call: EndedCall, userId: string): Promise<void> {
  await prisma().$executeRaw`
    with k as (select id from completion where id = ${call.completionId}::uuid and owner_id = ${userId} and ${isMine()}),
    ${callWrites([storedCall(call, userId)])}
    select 1`;
}

/** The call that made a title, stored once it has ended, and the title, unless a person has named the conversation meanwhile. */
export async function saveTitle(input: {
  userId: string;
  conversationId: string;
  call: EndedCall;
  title: string | null;
}): Promise<void> {
  await prisma().$executeRaw`
    with k as (
      select id from completion where id = ${input.call.completionId}::uuid and owner_id = ${input.userId}
    ), ${callWrites([storedCall(input.call, input.userId)])}, u as (
      update conversation set title = ${input.title}, title_source = 'model'
      where id = ${input.conversationId}::uuid and owner_id = ${input.userId} and deleted_at is null and title_source = 'rule'
        and ${input.title}::text is not null
      returning id, owner_id, last_activity_at
    )
    ${writeTitleDoc(input.title ?? "", Prisma.sql`u`)}`;
}
