import "server-only";
import { createHash } from "node:crypto";
import { cleanToolName } from "@/lib/reasoning/harmony";
import type { CallRecord } from "@/lib/reasoning/record";
import { toolCallId } from "@/lib/reasoning/tool-call-id";
import { visibleText } from "@/lib/reasoning/visible-text";
import { Prisma } from "@/prisma/generated/client";
import type { NewModelCall } from "./completions";
import { newId } from "./ids";
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

/** Words of a provider for a text column: what does not fit must never keep an answer from being stored. */
export const column = (text: string | null) => (text === null ? null : visibleText(text));
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
export const storedDetail = (detail: ErrorDetail | null) =>
  detail && {
    ...detail,
    message: visibleText(detail.message),
    providerMessage: column(detail.providerMessage ?? null),
  };
/** JSON text: keeps U+0000 and lone surrogates, which a text column cannot hold as they are. */
const asJson = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** One call as its rows, under the names of the record set below. */
export function storedCall(call: EndedCall, userId: string) {
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
export const callWrites = (calls: StoredCall[]) => Prisma.sql`
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
