import "server-only";
import { prisma } from "./client";

/** What a provider sent and got, call by call. For the owner's own export only: it holds signatures. */
export interface ExportedCall {
  id: string;
  completionId: string;
  purpose: string;
  step: number;
  attempt: number;
  request: unknown;
  sentSettings: unknown;
  ignored: unknown;
  usage: unknown;
  reasoningField: string | null;
  reasoningDetails: unknown;
  reasoningFragments: unknown;
  reasoningText: unknown;
  content: unknown;
  toolCalls: unknown;
  refusal: unknown;
  annotations: unknown;
}

/** Handed on as it is: a schema would rebuild the objects and lose keys such as `__proto__`. */
const stored = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

/** All model calls of a conversation the caller has already been allowed to read, as stored. */
export async function listExportedCalls(conversationId: string): Promise<ExportedCall[]> {
  const rows = await prisma().modelCall.findMany({
    where: { completion: { conversationId }, outcome: { not: "running" } },
    orderBy: [{ completionId: "asc" }, { step: "asc" }, { attempt: "asc" }],
    include: { reasoning: true, wire: true },
  });
  return rows.map((row) => ({
    id: row.id,
    completionId: row.completionId,
    purpose: row.purpose,
    step: row.step,
    attempt: row.attempt,
    request: stored(row.request),
    sentSettings: row.sentSettings,
    ignored: row.ignored,
    usage: stored(row.usage),
    reasoningField: row.reasoning?.field ?? null,
    reasoningDetails: stored(row.reasoning?.details ?? null),
    reasoningFragments: stored(row.reasoning?.fragments ?? null),
    reasoningText: stored(row.reasoning?.text ?? null),
    content: stored(row.wire?.content ?? null),
    toolCalls: stored(row.wire?.toolCalls ?? null),
    refusal: stored(row.wire?.refusal ?? null),
    annotations: stored(row.wire?.annotations ?? null),
  }));
}
