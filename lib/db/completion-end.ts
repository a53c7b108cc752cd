import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { CompletionStatus, CompletionView } from "@/lib/conversation/message";
import { cleanToolName } from "@/lib/reasoning/harmony";
import type { CallRecord, RecordedPart } from "@/lib/reasoning/record";
import { toolCallId } from "@/lib/reasoning/tool-call-id";
import { visibleText } from "@/lib/reasoning/visible-text";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { toCompletionView } from "./completion-view";
import type { NewModelCall } from "./completions";
import { newId } from "./ids";
import { isMine } from "./leases";
import { answerDocs, writeTitleDoc } from "./search-docs";
import { usageColumns } from "./usage-columns";

/** A failure in words for people, as it is stored. */
export interface ErrorDetail {
  message: string;
  providerMessage?: string | null;
  retryAfterSeconds?: number | null;
}

/** How one model call ended, with everything to keep of it. */
export interface EndedCall extends Omit<NewModelCall, "connectionId"> {
  connectionId: string | null;
  connectionName: string;
  outcome: "done" | "stopped" | "failed" | "interrupted";
  ended: "mark" | "finish" | "eof" | "cut" | null;
  request: string | null;
  sentSettings: Record<string, unknown>;
  ignored: string[];
  connectMs: number | null;
  firstByteMs: number | null;
  totalMs: number | null;
  errorCode: string | null;
  errorDetail: ErrorDetail | null;
  httpStatus: number | null;
  waitedMs: number | null;
  record: CallRecord;
}

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

/** Words of a provider for a text column: what does not fit must never keep an answer from being stored. */
const column = (text: string | null) => (text === null ? null : visibleText(text));
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const storedDetail = (detail: ErrorDetail | null) =>
  detail && {
    ...detail,
    message: visibleText(detail.message),
    providerMessage: column(detail.providerMessage ?? null),
  };
/** JSON text: keeps U+0000 and lone surrogates, which a text column cannot hold as they are. */
const asJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** One call as its rows, under the names of the record set below. */
function storedCall(call: EndedCall, userId: string) {
  const { record, ...facts } = call;
  const { reasoning, wire } = record;
  return {
    ...facts,
    userId,
    usageId: newId(),
    errorDetail: storedDetail(call.errorDetail),
    requestHash: call.request === null ? null : sha256(call.request),
    servedModel: column(record.served.model),
    provider: column(record.served.provider),
    generationId: column(record.served.generationId),
    finishReason: column(record.finishReason),
    nativeFinishReason: column(record.nativeFinishReason),
    usage: record.usage,
    ...usageColumns(record.usage),
    firstReasoningMs: record.firstReasoningMs,
    firstAnswerMs: record.firstAnswerMs,
    hasReasoning: reasoning.text !== null || reasoning.fragments !== null,
    field: reasoning.field,
    reasoningText: asJson(reasoning.text),
    fragments: reasoning.fragments,
    details: reasoning.details,
    mergeRule: reasoning.mergeRule,
    sha256: sha256(reasoning.details ?? ""),
    hasWire: wire.content !== null || wire.toolCalls.length > 0 || wire.refusal !== null || wire.annotations !== null,
    content: asJson(wire.content),
    toolCalls: wire.toolCalls.length === 0 ? null : JSON.stringify(wire.toolCalls),
    tools: wire.toolCalls.map((tool, index) =>
      storedTool(tool, record.toolRuns[index]?.result ?? null, index, call.id),
    ),
    refusal: asJson(wire.refusal),
    annotations: wire.annotations,
  };
}
type StoredCall = ReturnType<typeof storedCall>;

function storedTool(
  tool: CallRecord["wire"]["toolCalls"][number],
  result: { ok: boolean; text: string } | null,
  index: number,
  callId: string,
) {
  return {
    index,
    wireId: visibleText(toolCallId(tool, callId, index)),
    name: visibleText(cleanToolName(tool.name)),
    rawName: visibleText(tool.name),
    arguments: visibleText(tool.arguments),
    status: result === null ? "not_run" : result.ok ? "done" : "failed",
    result: result && visibleText(result.text),
    sentResult: result && JSON.stringify(result.text),
    idempotencyKey: `${callId}:${index}`,
  };
}

/**
 * Common table expressions that store calls for the row of `k`, and nothing when it has none. One statement for everything: the
 * client's own writes, one by one, cost ten times the processor time of this.
 */
const callWrites = (calls: StoredCall[]) => Prisma.sql`
  r as (
    select r.* from k, json_to_recordset(${JSON.stringify(calls)}::json) as r (
      id uuid, "completionId" uuid, step int, attempt int, purpose text, "connectionId" uuid, "connectionName" text,
      "requestedModel" text, "userId" text, "usageId" uuid, outcome text, ended text, request text, "requestHash" text,
      "sentSettings" jsonb, ignored jsonb, "connectMs" int, "firstByteMs" int, "totalMs" int, "servedModel" text, provider text,
      "errorCode" text, "errorDetail" jsonb, "httpStatus" int, "waitedMs" int, "generationId" text, "finishReason" text, "nativeFinishReason" text, usage text, "inputTokens" int, "cachedTokens" int,
      "cacheWriteTokens" int, "outputTokens" int, "reasoningTokens" int, cost numeric, "costSource" text, "firstReasoningMs" int,
      "firstAnswerMs" int, "hasReasoning" boolean, field text, "reasoningText" text, fragments text, details text, "mergeRule" int,
      sha256 text, "hasWire" boolean, content text, "toolCalls" text, refusal text, annotations text, tools json)
  ), mc as (
    insert into model_call as m (id, completion_id, step, attempt, purpose, connection_id, requested_model, outcome, ended, request,
      request_hash, sent_settings, ignored, connect_ms, first_byte_ms, total_ms, served_model, provider, generation_id,
      finish_reason, native_finish_reason, usage, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
      cost, cost_source, first_reasoning_ms, first_answer_ms, connection_name, error_code, error_detail, http_status, waited_ms)
    select id, "completionId", step, attempt, purpose, "connectionId", "requestedModel", outcome, ended, request,
      "requestHash", "sentSettings", ignored, "connectMs", "firstByteMs", "totalMs", "servedModel", provider, "generationId",
      "finishReason", "nativeFinishReason", usage, "inputTokens", "cachedTokens", "cacheWriteTokens", "outputTokens",
      "reasoningTokens", cost, "costSource", "firstReasoningMs", "firstAnswerMs", "connectionName", "errorCode",
      "errorDetail", "httpStatus", "waitedMs" from r
    -- Usually the row is there since the call began; its insert may have failed with the database away.
    on conflict (id) do update set (outcome, ended, request, request_hash, sent_settings, ignored, connect_ms, first_byte_ms,
      total_ms, served_model, provider, generation_id, finish_reason, native_finish_reason, usage, input_tokens, cached_tokens,
      cache_write_tokens, output_tokens, reasoning_tokens, cost, cost_source, first_reasoning_ms, first_answer_ms, connection_name, error_code, error_detail,
      http_status, waited_ms)
      = (excluded.outcome, excluded.ended, coalesce(excluded.request, m.request), coalesce(excluded.request_hash, m.request_hash),
      excluded.sent_settings, excluded.ignored, excluded.connect_ms, excluded.first_byte_ms, excluded.total_ms,
      excluded.served_model, excluded.provider, excluded.generation_id, excluded.finish_reason, excluded.native_finish_reason,
      excluded.usage, excluded.input_tokens, excluded.cached_tokens, excluded.cache_write_tokens, excluded.output_tokens,
      excluded.reasoning_tokens, excluded.cost, excluded.cost_source, excluded.first_reasoning_ms, excluded.first_answer_ms,
      excluded.connection_name, excluded.error_code, excluded.error_detail, excluded.http_status, excluded.waited_ms)
  ), ue as (
    insert into usage_entry (id, call_id, user_id, connection_name, model, provider, purpose, input_tokens, output_tokens,
      reasoning_tokens, cost)
    select "usageId", id, "userId", "connectionName", "requestedModel", provider, purpose, "inputTokens", "outputTokens",
      "reasoningTokens", cost from r
  ), rr as (
    insert into reasoning_record (call_id, field, text, fragments, details, merge_rule, sha256, requested_model, connection_id)
    select id, field, "reasoningText", fragments, details, "mergeRule", sha256, "requestedModel", "connectionId"
    from r where "hasReasoning"
  ), aw as (
    insert into assistant_wire (call_id, content, tool_calls, refusal, annotations)
    select id, content, "toolCalls", refusal, annotations from r where "hasWire"
  ), tc as (
    insert into tool_call (call_id, index, wire_id, name, raw_name, arguments, status, result, sent_result, idempotency_key)
    select r.id, t.index, t."wireId", t.name, t."rawName", t.arguments, t.status, t.result, t."sentResult", t."idempotencyKey"
    from r, json_to_recordset(r.tools) as t (index int, "wireId" text, name text, "rawName" text, arguments text, status text,
      result text, "sentResult" text, "idempotencyKey" text)
  )`;

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
