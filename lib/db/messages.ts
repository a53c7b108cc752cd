import "server-only";
import { z } from "zod";
import type { CompletionStatus, MessagePart, MessageView } from "@/lib/conversation/message";
import { childrenByParent } from "@/lib/conversation/tree";
import type { Prisma } from "@/prisma/generated/client";
import type { BranchNode } from "./branches";
import { prisma } from "./client";
import { statusOf, toCompletionView } from "./completion-view";

const include = {
  parts: { orderBy: { index: "asc" } },
  completion: {
    include: { modelCalls: { where: { purpose: "answer" }, orderBy: [{ step: "asc" }, { attempt: "asc" }] } },
  },
} satisfies Prisma.MessageInclude;
type MessageRow = Prisma.MessageGetPayload<{ include: typeof include }>;

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

function toMessageView(row: MessageRow, siblings: string[]): MessageView {
  const status: CompletionStatus = row.completion ? statusOf(row.completion) : "done";
  return {
    id: row.id,
    parentId: row.parentId,
    role: roleSchema.parse(row.role),
    status,
    continuesId: row.continuesId,
    editedFromId: row.editedFromId,
    parts: row.parts.map(toPart),
    completion: row.completion ? toCompletionView(row.completion) : null,
    createdAt: row.createdAt.toISOString(),
    siblings,
  };
}

/** These messages of a conversation the caller has already been allowed to read, in this order. */
export async function listMessageViews(conversationId: string, nodes: readonly BranchNode[]): Promise<MessageView[]> {
  const rows = await prisma().message.findMany({
    where: { conversationId, deletedAt: null, id: { in: nodes.map(({ id }) => id) } },
    include,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return nodes.flatMap(({ id, siblings }) => {
    const row = byId.get(id);
    return row ? [toMessageView(row, siblings)] : [];
  });
}

/** All messages of such a conversation by `seq`. */
export async function listTreeViews(conversationId: string): Promise<MessageView[]> {
  const rows = await prisma().message.findMany({
    where: { conversationId, deletedAt: null },
    orderBy: { seq: "asc" },
    include,
  });
  const children = childrenByParent(rows);
  return rows.map((row) => toMessageView(row, children.get(row.parentId ?? "") ?? [row.id]));
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
