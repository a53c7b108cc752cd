import "server-only";
import { z } from "zod";
import { settingsSchema } from "@/lib/contract/settings";
import type { CallView, CompletionStatus, CompletionView, MessagePart, MessageView } from "@/lib/conversation/message";
import { branchTo, childrenByParent } from "@/lib/conversation/tree";
import { type ErrorCode, errorCodes } from "@/lib/errors/codes";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

const include = {
  parts: { orderBy: { index: "asc" } },
  completion: {
    include: { modelCalls: { where: { purpose: "answer" }, orderBy: [{ step: "asc" }, { attempt: "asc" }] } },
  },
} satisfies Prisma.MessageInclude;
type MessageRow = Prisma.MessageGetPayload<{ include: typeof include }>;

const statusSchema = z.enum(["running", "waiting", "done", "stopped", "failed", "interrupted"]);
const roleSchema = z.enum(["user", "assistant"]);
const partSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("reasoning"),
    text: z.string(),
    durationMs: z.number().nullable(),
    data: z.object({ kind: z.enum(["raw", "summary", "hidden"]) }),
  }),
  z.object({ type: z.literal("refusal"), text: z.string() }),
  z.object({
    type: z.literal("tool"),
    text: z.string(),
    data: z.object({
      name: z.string(),
      arguments: z.string(),
      state: z.enum(["not_run", "running", "done", "failed"]),
      result: z.string().nullable(),
    }),
  }),
  z.object({ type: z.literal("notice"), text: z.string() }),
]);

function toPart(row: unknown): MessagePart {
  const part = partSchema.parse(row);
  switch (part.type) {
    case "reasoning":
      return { type: "reasoning", text: part.text, kind: part.data.kind, durationMs: part.durationMs };
    case "tool":
      return { type: "tool", text: part.text, ...part.data };
    default:
      return { type: part.type, text: part.text };
  }
}

/** Sum of what was reported; null when no call reported it. */
function sum(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function isErrorCode(code: string): code is ErrorCode {
  return code in errorCodes;
}

function toError(code: string | null, detail: unknown): CompletionView["error"] {
  if (code === null) return null;
  const message = z.object({ message: z.string() }).safeParse(detail);
  return {
    code,
    message: message.success ? message.data.message : isErrorCode(code) ? errorCodes[code].userMessage : code,
  };
}

export function toCompletionView(row: NonNullable<MessageRow["completion"]>): CompletionView {
  const calls = row.modelCalls;
  const first = calls[0];
  const last = calls.at(-1);
  const costs = calls.map((call) => call.cost).filter((cost) => cost !== null);
  const usage = {
    inputTokens: sum(calls.map((call) => call.inputTokens)),
    cachedTokens: sum(calls.map((call) => call.cachedTokens)),
    outputTokens: sum(calls.map((call) => call.outputTokens)),
    reasoningTokens: sum(calls.map((call) => call.reasoningTokens)),
  };
  return {
    id: row.id,
    status: statusSchema.parse(row.status),
    connectionId: row.connectionId,
    connectionName: row.connectionName,
    model: row.model,
    servedModel: last?.servedModel ?? null,
    provider: last?.provider ?? null,
    finishReason: row.finishReason,
    usage: calls.some((call) => call.usage !== null) ? usage : null,
    cost: costs.length === 0 ? null : costs.reduce((total, cost) => total.add(cost), new Prisma.Decimal(0)).toFixed(),
    settings: settingsSchema.parse(row.settings),
    error: toError(row.errorCode, row.errorDetail),
    startedAt: row.startedAt.toISOString(),
    timings: {
      connectMs: first?.connectMs ?? null,
      firstByteMs: first?.firstByteMs ?? null,
      firstReasoningMs: first?.firstReasoningMs ?? null,
      firstAnswerMs: last?.firstAnswerMs ?? null,
      totalMs: sum(calls.map((call) => call.totalMs)),
    },
    calls: calls.map(toCallView),
  };
}

function toCallView(call: NonNullable<MessageRow["completion"]>["modelCalls"][number]): CallView {
  const {
    id,
    step,
    attempt,
    requestedModel,
    servedModel,
    provider,
    generationId,
    outcome,
    finishReason,
    nativeFinishReason,
  } = call;
  return {
    id,
    step,
    attempt,
    requestedModel,
    servedModel,
    provider,
    generationId,
    outcome,
    finishReason,
    nativeFinishReason,
  };
}

function toMessageView(row: MessageRow, siblings: string[]): MessageView {
  const status: CompletionStatus = row.completion ? statusSchema.parse(row.completion.status) : "done";
  return {
    id: row.id,
    parentId: row.parentId,
    role: roleSchema.parse(row.role),
    status,
    parts: row.parts.map(toPart),
    completion: row.completion ? toCompletionView(row.completion) : null,
    createdAt: row.createdAt.toISOString(),
    siblings,
  };
}

/**
 * Messages of a conversation the caller has already been allowed to read: the branch to `leafId`, or with null the whole tree by `seq`.
 * A leaf that does not exist gives an empty branch.
 */
export async function listMessageViews(conversationId: string, leafId: string | "tree" | null): Promise<MessageView[]> {
  const nodes = await prisma().message.findMany({
    where: { conversationId, deletedAt: null },
    select: { id: true, parentId: true, seq: true },
    orderBy: { seq: "asc" },
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wanted = leafId === "tree" ? nodes : leafId === null || !byId.has(leafId) ? [] : branchTo(byId, leafId);
  const rows = await prisma().message.findMany({
    where: {
      conversationId,
      deletedAt: null,
      ...(leafId === "tree" ? {} : { id: { in: wanted.map((node) => node.id) } }),
    },
    orderBy: { seq: "asc" },
    include,
  });
  const children = childrenByParent(nodes);
  const rowById = new Map(rows.map((row) => [row.id, row]));
  return wanted.flatMap((node) => {
    const row = rowById.get(node.id);
    return row ? [toMessageView(row, children.get(node.parentId ?? "") ?? [node.id])] : [];
  });
}

/** One message as people see it, or null. */
export async function findMessageView(conversationId: string, messageId: string): Promise<MessageView | null> {
  const row = await prisma().message.findFirst({ where: { id: messageId, conversationId, deletedAt: null }, include });
  if (!row) return null;
  const siblings = await prisma().message.findMany({
    where: { conversationId, parentId: row.parentId, deletedAt: null },
    orderBy: { seq: "asc" },
    select: { id: true },
  });
  return toMessageView(
    row,
    siblings.map((sibling) => sibling.id),
  );
}

/** All nodes of a conversation, for finding leaves. */
export async function listTreeNodes(conversationId: string) {
  return prisma().message.findMany({
    where: { conversationId, deletedAt: null },
    select: { id: true, parentId: true, seq: true },
    orderBy: { seq: "asc" },
  });
}
