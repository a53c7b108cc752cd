import "server-only";
import { parseExact } from "@/lib/reasoning/exact-json";
import { prisma } from "./client";
import { listLedger, type ReplayEntry } from "./replay-entries";

/** What a provider sent and got, call by call. For the owner's own export only: it holds signatures. */
export interface ExportedCall {
  id: string;
  completionId: string;
  purpose: string;
  step: number;
  attempt: number;
  request: unknown;
  /** of the body as it was sent */
  requestHash: string | null;
  sentSettings: unknown;
  ignored: unknown;
  usage: unknown;
  reasoningField: string | null;
  reasoningDetails: unknown;
  /** of the JSON text of `reasoningDetails`, written down when the answer ended; of the empty text when there were none */
  reasoningDetailsSha256: string | null;
  reasoningFragments: unknown;
  reasoningText: unknown;
  content: unknown;
  toolCalls: unknown;
  refusal: unknown;
  annotations: unknown;
  /** what this request gave back of earlier calls */
  replay: Omit<ReplayEntry, "callId">[];
}

/**
 * Handed on as it is: a schema would rebuild the objects and lose keys such as `__proto__`, and JSON.parse would round numbers. Printed by
 * JSON.stringify, it is the stored text again, byte for byte; the hashes beside it rest on that.
 */
const stored = (json: string | null): unknown => (json === null ? null : parseExact(json));

/** All model calls of a conversation the caller has already been allowed to read, as stored. */
export async function listExportedCalls(conversationId: string): Promise<ExportedCall[]> {
  const [rows, ledger] = await Promise.all([
    prisma().modelCall.findMany({
      where: { completion: { conversationId }, outcome: { not: "running" } },
      orderBy: [{ completionId: "asc" }, { step: "asc" }, { attempt: "asc" }],
      include: { reasoning: true, wire: true },
    }),
    listLedger(conversationId),
  ]);
  return rows.map((row) => ({
    id: row.id,
    completionId: row.completionId,
    purpose: row.purpose,
    step: row.step,
    attempt: row.attempt,
    request: stored(row.request),
    requestHash: row.requestHash,
    sentSettings: row.sentSettings,
    ignored: row.ignored,
    usage: stored(row.usage),
    reasoningField: row.reasoning?.field ?? null,
    reasoningDetails: stored(row.reasoning?.details ?? null),
    reasoningDetailsSha256: row.reasoning?.sha256 ?? null,
    reasoningFragments: stored(row.reasoning?.fragments ?? null),
    reasoningText: stored(row.reasoning?.text ?? null),
    content: stored(row.wire?.content ?? null),
    toolCalls: stored(row.wire?.toolCalls ?? null),
    refusal: stored(row.wire?.refusal ?? null),
    annotations: stored(row.wire?.annotations ?? null),
    replay: (ledger.get(row.id) ?? []).map(({ callId: _, ...entry }) => entry),
  }));
}
