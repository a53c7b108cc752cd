import "server-only";
import { Prisma } from "@/prisma/generated/client";
import type { ReplayEntry } from "./replay-entries";
import { usageColumns } from "./usage-columns";

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

/** One statement, run for as many rows as fit into a batch. */
export interface Insert {
  rows: Iterable<object>;
  insert: (rows: Prisma.Sql) => Prisma.Sql;
}

export function* mapped<T>(list: readonly T[], toRows: (item: T) => object[]): Generator<object> {
  for (const item of list) yield* toRows(item);
}

export const given = Prisma.raw;

/** Model calls and what hangs on them. */
export function* callInserts(calls: CallRows[], usable: (id: Prisma.Sql) => Prisma.Sql): Generator<Insert> {
  const of = ({ call: { id: callId, requestedModel, connectionId } }: CallRows) => ({
    callId,
    requestedModel,
    connectionId,
  });
  yield {
    rows: mapped(calls, ({ call }) => [{ ...call, ...usageColumns(call.usage) }]),
    insert: (rows) => Prisma.sql`
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
      from json_to_recordset(${rows})
        as r (id uuid, "completionId" uuid, step int, attempt int, "connectionId" uuid, "requestedModel" text, "servedModel" text,
          provider text, "generationId" text, outcome text, "finishReason" text, "nativeFinishReason" text, ended text,
          "sentSettings" jsonb, ignored jsonb, request text, "requestHash" text, usage text, "inputTokens" int,
          "cachedTokens" int, "cacheWriteTokens" int, "outputTokens" int, "reasoningTokens" int, cost numeric,
          "costSource" text, "connectMs" int, "firstByteMs" int, "firstReasoningMs" int, "firstAnswerMs" int, "totalMs" int,
          "connectionName" text, "errorCode" text, "errorDetail" jsonb, "httpStatus" int, "waitedMs" int)`,
  };
  yield {
    rows: mapped(calls, (row) => (row.reasoning ? [{ ...row.reasoning, ...of(row) }] : [])),
    insert: (rows) => Prisma.sql`
      insert into reasoning_record (call_id, field, text, fragments, details, merge_rule, sha256, requested_model, connection_id)
      select r."callId", r.field, r.text, r.fragments, r.details, r."mergeRule", r.sha256, r."requestedModel",
        ${usable(given('r."connectionId"'))}
      from json_to_recordset(${rows})
        as r ("callId" uuid, field text, text text, fragments text, details text, "mergeRule" int, sha256 text,
          "requestedModel" text, "connectionId" uuid)`,
  };
  yield {
    rows: mapped(calls, (row) => (row.wire ? [{ ...row.wire, ...of(row) }] : [])),
    insert: (rows) => Prisma.sql`
      insert into assistant_wire (call_id, content, tool_calls, refusal, annotations)
      select r."callId", r.content, r."toolCalls", r.refusal, r.annotations
      from json_to_recordset(${rows})
        as r ("callId" uuid, content text, "toolCalls" text, refusal text, annotations text)`,
  };
  yield {
    rows: mapped(calls, (row) => row.toolRuns.map((run) => ({ ...run, ...of(row) }))),
    insert: (rows) => Prisma.sql`
      insert into tool_call (call_id, index, wire_id, name, raw_name, arguments, status, result, sent_result, idempotency_key)
      select r."callId", r.index, r."wireId", r.name, r."rawName", r.arguments, r.status, r.result, r."sentResult",
        r."idempotencyKey"
      from json_to_recordset(${rows})
        as r ("callId" uuid, index int, "wireId" text, name text, "rawName" text, arguments text, status text, result text,
          "sentResult" text, "idempotencyKey" text)`,
  };
  yield {
    rows: mapped(calls, (row) => row.ledger.map((entry) => ({ ...entry, ...of(row) }))),
    insert: (rows) => Prisma.sql`
      insert into replay_entry (call_id, source_call_id, form, count, message_index, sha256, rule)
      select r."callId", r."sourceCallId", r.form, r.count, r."messageIndex", r.sha256, r.rule
      from json_to_recordset(${rows})
        as r ("callId" uuid, "sourceCallId" uuid, form text, count int, "messageIndex" int, sha256 text, rule text)`,
  };
}
