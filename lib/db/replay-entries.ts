import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";
import { prisma } from "./client";
import { readableBy } from "./conversations";

const formSchema = z.enum(["details", "reasoning", "reasoning_content", "none"]);

/** One line of the ledger: what a request (`callId`) gave back of the reasoning of one earlier call (`sourceCallId`), or by which rule nothing. */
export interface ReplayEntry {
  callId: string;
  sourceCallId: string;
  form: z.infer<typeof formSchema>;
  count: number;
  messageIndex: number | null;
  sha256: string | null;
  rule: string | null;
}
/** A line together with what is stored now of the call it is about; both are JSON text. */
export interface ReplayEntryWithSource extends ReplayEntry {
  details: string | null;
  reasoningText: string | null;
}
export interface ReplayingCall {
  id: string;
  step: number;
  attempt: number;
  /** the body as it was sent; null when none went out */
  request: string | null;
  entries: ReplayEntryWithSource[];
}

const entry = {
  callId: true,
  sourceCallId: true,
  form: true,
  count: true,
  messageIndex: true,
  sha256: true,
  rule: true,
};
const inOrder = [{ messageIndex: { sort: "asc", nulls: "last" } }, { sourceCallId: "asc" }] as const;

/**
 * The requests of one answer, in order, each with its lines of the ledger.
 * @throws AppError not_found, also when the conversation is someone else's.
 */
export async function listReplayingCalls(input: {
  userId: string;
  conversationId: string;
  messageId: string;
}): Promise<ReplayingCall[]> {
  const completion = await prisma().completion.findFirst({
    where: {
      messageId: input.messageId,
      conversation: { id: input.conversationId, ...readableBy(input.userId) },
      message: { deletedAt: null },
    },
    select: {
      modelCalls: {
        where: { purpose: "answer" },
        orderBy: [{ step: "asc" }, { attempt: "asc" }],
        select: {
          id: true,
          step: true,
          attempt: true,
          request: true,
          replays: {
            orderBy: [...inOrder],
            select: { ...entry, source: { select: { reasoning: { select: { details: true, text: true } } } } },
          },
        },
      },
    },
  });
  if (!completion) throw new AppError("not_found", { detail: `answer ${input.messageId} in ${input.conversationId}` });
  return completion.modelCalls.map(({ replays, ...call }) => ({
    ...call,
    entries: replays.map(({ source, ...row }) => ({
      ...row,
      form: formSchema.parse(row.form),
      details: source.reasoning?.details ?? null,
      reasoningText: source.reasoning?.text ?? null,
    })),
  }));
}

/** The whole ledger of a conversation the caller has already been allowed to read, by the request it belongs to. */
export async function listLedger(conversationId: string): Promise<Map<string, ReplayEntry[]>> {
  const rows = await prisma().replayEntry.findMany({
    where: { call: { completion: { conversationId } } },
    orderBy: [{ callId: "asc" }, ...inOrder],
    select: entry,
  });
  return Map.groupBy(
    rows.map((row) => ({ ...row, form: formSchema.parse(row.form) })),
    (row) => row.callId,
  );
}
