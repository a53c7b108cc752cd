import "server-only";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import type { ReplayEntry } from "./replay-entries";
import { usageColumns } from "./usage-columns";

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

/** One model call with all that belongs to it. */
export interface CallRows {
  call: {
    id: string;
    completionId: string;
    step: number;
    attempt: number;
    connectionId: string | null;
    connectionName: string | null;
    errorCode: string | null;
    errorDetail: object | null;
    httpStatus: number | null;
    waitedMs: number | null;
    requestedModel: string;
    servedModel: string | null;
    provider: string | null;
    generationId: string | null;
    outcome: "done" | "stopped" | "failed" | "interrupted";
    finishReason: string | null;
    nativeFinishReason: string | null;
    ended: "mark" | "finish" | "eof" | "cut" | null;
    sentSettings: object;
    ignored: string[];
    /** JSON text, as `usage` and all texts below */
    request: string | null;
    requestHash: string | null;
    usage: string | null;
    connectMs: number | null;
    firstByteMs: number | null;
    firstReasoningMs: number | null;
    firstAnswerMs: number | null;
    totalMs: number | null;
  };
  reasoning: {
    field: string | null;
    text: string | null;
    fragments: string | null;
    details: string | null;
    mergeRule: number;
    sha256: string;
  } | null;
  wire: {
    content: string | null;
    toolCalls: string | null;
    refusal: string | null;
    annotations: string | null;
  } | null;
  toolRuns: {
    index: number;
    wireId: string;
    name: string;
    rawName: string;
    arguments: string;
    status: string;
    result: string | null;
    sentResult: string | null;
    idempotencyKey: string;
  }[];
  ledger: Omit<ReplayEntry, "callId">[];
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
    createdAt: string;
    lastActivityAt: string;
  };
  messages: MessageRow[];
  calls: CallRows[];
}

const rows = (list: readonly object[]) => Prisma.sql`${JSON.stringify(list)}::json`;
/** The connection of this id, if it is one the caller may use; else none, and then no reasoning goes anywhere from here. */
const usable = (id: Prisma.Sql) => Prisma.sql`(select n.id from usable n where n.id = ${id})`;
const given = Prisma.raw;

/** A whole conversation in one statement: all of it or nothing. No usage entry: nobody was charged for it here. */
export async function insertImport({ userId, conversation, messages, calls }: ImportedConversation): Promise<void> {
  const { id } = conversation;
  const parts = messages.flatMap((message) => message.parts.map((part) => ({ ...part, messageId: message.id })));
  const completions = messages.flatMap(({ id: messageId, completion }) => completion && [{ ...completion, messageId }]);
  await prisma().$executeRaw`
    with usable as (
      select id from connection where owner_id = ${userId} or owner_id is null
    ), c as (
      insert into conversation (id, owner_id, connection_id, model, settings, title, title_source, active_leaf_id, next_seq,
        created_at, last_activity_at)
      select ${id}::uuid, ${userId}, ${usable(Prisma.sql`${conversation.connectionId}::uuid`)}, ${conversation.model},
        ${JSON.stringify(conversation.settings)}::jsonb, ${conversation.title}, ${conversation.titleSource},
        ${conversation.activeLeafId}::uuid, ${messages.length}, ${conversation.createdAt}::timestamptz,
        ${conversation.lastActivityAt}::timestamptz
    ), m as (
      -- The body hash tells one question sent twice from two; nobody can send one of these ids again.
      insert into message (id, conversation_id, parent_id, seq, role, body_hash, continues_id, edited_from_id, created_at)
      select r.id, ${id}::uuid, r."parentId", r.seq, r.role, 'import', r."continuesId", r."editedFromId", r."createdAt"
      from json_to_recordset(${rows(messages.map(({ parts: _, completion: __, ...message }) => message))})
        as r (id uuid, "parentId" uuid, seq int, role text, "continuesId" uuid, "editedFromId" uuid, "createdAt" timestamptz)
    ), st as (
      insert into search_todo (message_id)
      select r.id from json_to_recordset(${rows(messages.map(({ id }) => ({ id })))}) as r (id uuid)
    ), p as (
      insert into part (message_id, index, type, text, data, duration_ms, call_id)
      select r."messageId", r.index, r.type, r.text, r.data, r."durationMs", r."callId"
      from json_to_recordset(${rows(parts)})
        as r ("messageId" uuid, index int, type text, text text, data jsonb, "durationMs" int, "callId" uuid)
    ), k as (
      insert into completion (id, message_id, conversation_id, owner_id, status, connection_id, connection_name, model, settings,
        finish_reason, error_code, error_detail, started_at, ended_at)
      select r.id, r."messageId", ${id}::uuid, ${userId}, r.status, ${usable(given('r."connectionId"'))}, r."connectionName", r.model,
        r.settings, r."finishReason", r."errorCode", r."errorDetail", r."startedAt", r."endedAt"
      from json_to_recordset(${rows(completions.filter((row) => row !== null))})
        as r (id uuid, "messageId" uuid, status text, "connectionId" uuid, "connectionName" text, model text, settings jsonb,
          "finishReason" text, "errorCode" text, "errorDetail" jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
    ), ${callInserts(calls)}
    select 1`;
}

/** Model calls and what hangs on them, as common table expressions. */
function callInserts(calls: CallRows[]): Prisma.Sql {
  const callRows = calls.map(({ call }) => ({ ...call, ...usageColumns(call.usage) }));
  const of = ({ call: { id: callId, requestedModel, connectionId } }: CallRows) => ({
    callId,
    requestedModel,
    connectionId,
  });
  const reasoning = calls.flatMap((row) => (row.reasoning ? [{ ...row.reasoning, ...of(row) }] : []));
  const wire = calls.flatMap((row) => (row.wire ? [{ ...row.wire, ...of(row) }] : []));
  const toolRuns = calls.flatMap((row) => row.toolRuns.map((run) => ({ ...run, ...of(row) })));
  const ledger = calls.flatMap((row) => row.ledger.map((entry) => ({ ...entry, ...of(row) })));
  return Prisma.sql`
    mc as (
      insert into model_call (id, completion_id, step, attempt, purpose, connection_id, requested_model, served_model, provider,
        generation_id, outcome, finish_reason, native_finish_reason, ended, sent_settings, ignored, request, request_hash, usage,
        input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_source, connect_ms,
        first_byte_ms, first_reasoning_ms, first_answer_ms, total_ms, connection_name, error_code, error_detail, http_status,
        waited_ms)
      select r.id, r."completionId", r.step, r.attempt, 'answer', ${usable(given('r."connectionId"'))}, r."requestedModel",
        r."servedModel", r.provider, r."generationId", r.outcome, r."finishReason", r."nativeFinishReason", r.ended,
        r."sentSettings", r.ignored, r.request, r."requestHash", r.usage, r."inputTokens", r."cachedTokens",
        r."cacheWriteTokens", r."outputTokens", r."reasoningTokens", r.cost, r."costSource", r."connectMs", r."firstByteMs",
        r."firstReasoningMs", r."firstAnswerMs", r."totalMs", r."connectionName", r."errorCode", r."errorDetail",
        r."httpStatus", r."waitedMs"
      from json_to_recordset(${rows(callRows)})
        as r (id uuid, "completionId" uuid, step int, attempt int, "connectionId" uuid, "requestedModel" text, "servedModel" text,
          provider text, "generationId" text, outcome text, "finishReason" text, "nativeFinishReason" text, ended text,
          "sentSettings" jsonb, ignored jsonb, request text, "requestHash" text, usage text, "inputTokens" int,
          "cachedTokens" int, "cacheWriteTokens" int, "outputTokens" int, "reasoningTokens" int, cost numeric,
          "costSource" text, "connectMs" int, "firstByteMs" int, "firstReasoningMs" int, "firstAnswerMs" int, "totalMs" int, "connectionName" text,
          "errorCode" text, "errorDetail" jsonb, "httpStatus" int, "waitedMs" int)
    ), rr as (
      insert into reasoning_record (call_id, field, text, fragments, details, merge_rule, sha256, requested_model, connection_id)
      select r."callId", r.field, r.text, r.fragments, r.details, r."mergeRule", r.sha256, r."requestedModel",
        ${usable(given('r."connectionId"'))}
      from json_to_recordset(${rows(reasoning)})
        as r ("callId" uuid, field text, text text, fragments text, details text, "mergeRule" int, sha256 text,
          "requestedModel" text, "connectionId" uuid)
    ), aw as (
      insert into assistant_wire (call_id, content, tool_calls, refusal, annotations)
      select r."callId", r.content, r."toolCalls", r.refusal, r.annotations
      from json_to_recordset(${rows(wire)})
        as r ("callId" uuid, content text, "toolCalls" text, refusal text, annotations text)
    ), tc as (
      insert into tool_call (call_id, index, wire_id, name, raw_name, arguments, status, result, sent_result, idempotency_key)
      select r."callId", r.index, r."wireId", r.name, r."rawName", r.arguments, r.status, r.result, r."sentResult",
        r."idempotencyKey"
      from json_to_recordset(${rows(toolRuns)})
        as r ("callId" uuid, index int, "wireId" text, name text, "rawName" text, arguments text, status text, result text,
          "sentResult" text, "idempotencyKey" text)
    ), re as (
      insert into replay_entry (call_id, source_call_id, form, count, message_index, sha256, rule)
      select r."callId", r."sourceCallId", r.form, r.count, r."messageIndex", r.sha256, r.rule
      from json_to_recordset(${rows(ledger)})
        as r ("callId" uuid, "sourceCallId" uuid, form text, count int, "messageIndex" int, sha256 text, rule text)
    )`;
}
