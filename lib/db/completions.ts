import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { CompletionStatus } from "@/lib/conversation/message";
import type { CallRecord } from "@/lib/reasoning/record";
import { readUsage } from "@/lib/reasoning/usage";
import { visibleText } from "@/lib/reasoning/visible-text";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { newId } from "./ids";
import { toJson } from "./json";

export interface NewModelCall {
  id: string;
  completionId: string;
  step: number;
  attempt: number;
  purpose: "answer" | "title" | "repair" | "probe";
  connectionId: string;
  requestedModel: string;
}

/** One row per upstream request, written when the request begins. */
export async function insertModelCall(call: NewModelCall): Promise<void> {
  await prisma().modelCall.create({ data: { ...call, outcome: "running", sentSettings: {} } });
}

export interface SavedSegment {
  completionId: string;
  seq: number;
  /** JSON text, written and read by the service that records */
  events: string;
}

/**
 * One batched insert for all running completions of the process. A completion that has ended or gone meanwhile gets nothing: its row is
 * looked at under a lock, so that an insert on its way neither leaves rows behind nor fails for all others.
 */
export async function insertSegments(segments: SavedSegment[]): Promise<void> {
  const ids = segments.map((segment) => segment.completionId);
  await prisma().$executeRaw`
    insert into stream_segment (completion_id, seq, events)
    select s.id, s.seq, s.events
    from unnest(${ids}::uuid[], ${segments.map((segment) => segment.seq)}::int[], ${segments.map((segment) => segment.events)}::text[])
      as s (id, seq, events)
    join (select id from completion where id = any(${ids}::uuid[]) and status = 'running' for share) k on k.id = s.id`;
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
  record: CallRecord;
}

export interface EndedCompletion {
  completionId: string;
  messageId: string;
  userId: string;
  status: Exclude<CompletionStatus, "running" | "waiting">;
  finishReason: string | null;
  errorCode: string | null;
  errorDetail: { message: string } | null;
  calls: EndedCall[];
}

/** Words of a provider for a text column, and counts for a counter: what does not fit must never keep an answer from being stored. */
const column = (text: string | null) => (text === null ? null : visibleText(text));
const maxCount = 2_147_483_647;
const counter = (count: number | null) => (count !== null && count <= maxCount ? count : null);
const money = (cost: string | null) =>
  cost !== null && /^-?\d{1,15}(\.\d{1,60})?$/.test(cost) ? new Prisma.Decimal(cost) : null;

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

function callWrites(call: EndedCall, userId: string): Prisma.PrismaPromise<unknown>[] {
  const { record } = call;
  const usage = readUsage(record.usage);
  const figures = {
    inputTokens: counter(usage.inputTokens),
    outputTokens: counter(usage.outputTokens),
    reasoningTokens: counter(usage.reasoningTokens),
    cost: money(usage.cost),
  };
  const served = { provider: column(record.served.provider) };
  const { id, completionId, step, attempt, purpose, connectionId, requestedModel } = call;
  const result = {
    ...figures,
    ...served,
    servedModel: column(record.served.model),
    generationId: column(record.served.generationId),
    outcome: call.outcome,
    ended: call.ended,
    finishReason: column(record.finishReason),
    nativeFinishReason: column(record.nativeFinishReason),
    sentSettings: toJson(call.sentSettings),
    ignored: call.ignored,
    request: call.request,
    requestHash: call.request === null ? null : sha256(call.request),
    usage: record.usage,
    cachedTokens: counter(usage.cachedTokens),
    cacheWriteTokens: counter(usage.cacheWriteTokens),
    costSource: figures.cost === null ? null : "reported",
    connectMs: call.connectMs,
    firstByteMs: call.firstByteMs,
    firstReasoningMs: record.firstReasoningMs,
    firstAnswerMs: record.firstAnswerMs,
    totalMs: call.totalMs,
  };
  const writes: Prisma.PrismaPromise<unknown>[] = [
    // Usually the row is there since the call began; its insert may have failed with the database away.
    prisma().modelCall.upsert({
      where: { id },
      create: { id, completionId, step, attempt, purpose, connectionId, requestedModel, ...result },
      update: result,
    }),
    prisma().usageEntry.create({
      data: {
        ...figures,
        ...served,
        id: newId(),
        callId: call.id,
        userId,
        connectionName: call.connectionName,
        model: call.requestedModel,
        purpose: call.purpose,
      },
    }),
  ];
  const { reasoning, wire } = record;
  if (reasoning.text !== null || reasoning.fragments !== null) {
    writes.push(
      prisma().reasoningRecord.create({
        data: {
          callId: call.id,
          field: reasoning.field,
          // JSON text: keeps U+0000 and lone surrogates, which a text column cannot hold as they are
          text: reasoning.text === null ? null : JSON.stringify(reasoning.text),
          fragments: reasoning.fragments,
          details: reasoning.details,
          mergeRule: reasoning.mergeRule,
          sha256: sha256(reasoning.details ?? ""),
          requestedModel: call.requestedModel,
          connectionId: call.connectionId,
        },
      }),
    );
  }
  if (wire.content !== null || wire.toolCalls.length > 0 || wire.refusal !== null || wire.annotations !== null) {
    writes.push(
      prisma().assistantWire.create({
        data: {
          callId: call.id,
          content: wire.content === null ? null : JSON.stringify(wire.content),
          toolCalls: wire.toolCalls.length === 0 ? null : JSON.stringify(wire.toolCalls),
          refusal: wire.refusal === null ? null : JSON.stringify(wire.refusal),
          annotations: wire.annotations,
        },
      }),
    );
  }
  return writes;
}

/**
 * The last transaction: parts, records, usage and status together, segments gone. Idempotent: a completion that is no longer
 * running (deleted, recovered elsewhere) is left as it is. False = it was no longer running.
 */
export async function endCompletion(ended: EndedCompletion): Promise<boolean> {
  const parts = ended.calls.flatMap((call) => call.record.parts.map((part) => ({ part, callId: call.id })));
  const running = await prisma().completion.count({ where: { id: ended.completionId, status: "running" } });
  if (running === 0) return false;
  await prisma().$transaction([
    prisma().part.createMany({
      data: parts.map(({ part, callId }, index) => ({
        messageId: ended.messageId,
        index,
        callId,
        type: part.type,
        text: visibleText(part.text),
        durationMs: part.type === "reasoning" ? part.durationMs : null,
        data:
          part.type === "reasoning"
            ? { kind: part.kind }
            : part.type === "tool"
              ? {
                  name: visibleText(part.name),
                  arguments: visibleText(part.arguments),
                  state: part.state,
                  result: part.result,
                }
              : Prisma.DbNull,
      })),
    }),
    ...ended.calls.flatMap((call) => callWrites(call, ended.userId)),
    prisma().completion.updateMany({
      where: { id: ended.completionId, status: "running" },
      data: {
        status: ended.status,
        finishReason: column(ended.finishReason),
        errorCode: ended.errorCode,
        errorDetail: ended.errorDetail === null ? Prisma.DbNull : { message: visibleText(ended.errorDetail.message) },
        endedAt: new Date(),
      },
    }),
    prisma().streamSegment.deleteMany({ where: { completionId: ended.completionId } }),
  ]);
  return true;
}

/** Ends a completion whose saved events cannot be folded; they stay where they are. */
export async function markInterrupted(completionId: string, errorCode: string): Promise<void> {
  await prisma().completion.updateMany({
    where: { id: completionId, status: "running" },
    data: { status: "interrupted", errorCode, endedAt: new Date() },
  });
}

/** A call outside an answer (titles), stored once it has ended. */
export async function insertEndedCall(call: EndedCall & { userId: string }): Promise<void> {
  await prisma().$transaction(callWrites(call, call.userId));
}

export interface RunningCompletion {
  id: string;
  messageId: string;
  userId: string;
  segments: { events: string }[];
  calls: { id: string; step: number; attempt: number; connectionId: string | null; requestedModel: string }[];
  connectionName: string;
}

/** Completions a process left running, with what it had saved. */
export async function listRunningCompletions(): Promise<RunningCompletion[]> {
  const rows = await prisma().completion.findMany({
    where: { status: "running" },
    select: {
      id: true,
      messageId: true,
      ownerId: true,
      connectionName: true,
      segments: { orderBy: { seq: "asc" }, select: { events: true } },
      modelCalls: {
        where: { outcome: "running" },
        orderBy: [{ step: "asc" }, { attempt: "asc" }],
        select: { id: true, step: true, attempt: true, connectionId: true, requestedModel: true },
      },
    },
  });
  return rows.map(({ ownerId, modelCalls, ...row }) => ({ ...row, userId: ownerId, calls: modelCalls }));
}

export interface CompletionRef {
  id: string;
  messageId: string;
  status: string;
}

/** The completion of one answer, or of the newest answer on the active branch. */
export async function findCompletion(input: {
  userId: string;
  conversationId: string;
  messageId?: string;
}): Promise<CompletionRef | null> {
  const where = { conversationId: input.conversationId, ownerId: input.userId, conversation: { deletedAt: null } };
  if (input.messageId !== undefined) {
    return prisma().completion.findFirst({
      where: { ...where, messageId: input.messageId },
      select: { id: true, messageId: true, status: true },
    });
  }
  const rows = await prisma().$queryRaw`
    select k.id::text, k.message_id::text as "messageId", k.status
    from conversation c join completion k on k.message_id = c.active_leaf_id
    where c.id = ${input.conversationId}::uuid and c.owner_id = ${input.userId} and c.deleted_at is null`;
  return z.array(z.object({ id: z.string(), messageId: z.string(), status: z.string() })).parse(rows)[0] ?? null;
}
