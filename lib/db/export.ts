import "server-only";
import type { ExportedProject } from "@/lib/contract/import";
import { settingsSchema } from "@/lib/contract/settings";
import { parseExact } from "@/lib/reasoning/exact-json";
import type { BranchMarkRow } from "./branch-marks";
import { prisma } from "./client";
import { readableBy } from "./conversations";
import { listLedger, type ReplayEntry } from "./replay-entries";

/** What a provider sent and got, call by call. For the owner's own export only: it holds signatures. */
export interface ExportedCall {
  id: string;
  completionId: string;
  purpose: string;
  step: number;
  attempt: number;
  connectionId: string | null;
  /** how the upstream body ended; only what came to its end is ever replayed */
  ended: string | null;
  timings: Record<"connectMs" | "firstByteMs" | "firstReasoningMs" | "firstAnswerMs" | "totalMs", number | null>;
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
  /** version of the rule that made `reasoningDetails` of `reasoningFragments` */
  reasoningMergeRule: number | null;
  content: unknown;
  /** as the model wrote them */
  toolCalls: unknown;
  /** the same calls as they were run, with what the tools gave back */
  toolRuns: ExportedToolRun[];
  refusal: unknown;
  annotations: unknown;
  /** what this request gave back of earlier calls */
  replay: Omit<ReplayEntry, "callId">[];
}

export interface ExportedToolRun {
  index: number;
  wireId: string;
  name: string;
  rawName: string;
  arguments: string;
  status: string;
  result: string | null;
  /** as it went to the model */
  sentResult: unknown;
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
      include: { reasoning: true, wire: true, toolCalls: { orderBy: { index: "asc" } } },
    }),
    listLedger(conversationId),
  ]);
  return rows.map((row) => ({
    id: row.id,
    completionId: row.completionId,
    purpose: row.purpose,
    step: row.step,
    attempt: row.attempt,
    connectionId: row.connectionId,
    ended: row.ended,
    timings: {
      connectMs: row.connectMs,
      firstByteMs: row.firstByteMs,
      firstReasoningMs: row.firstReasoningMs,
      firstAnswerMs: row.firstAnswerMs,
      totalMs: row.totalMs,
    },
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
    reasoningMergeRule: row.reasoning?.mergeRule ?? null,
    content: stored(row.wire?.content ?? null),
    toolCalls: stored(row.wire?.toolCalls ?? null),
    toolRuns: row.toolCalls.map(({ callId: _, startedAt: _start, endedAt: _end, idempotencyKey: _key, ...run }) => ({
      ...run,
      sentResult: stored(run.sentResult),
    })),
    refusal: stored(row.wire?.refusal ?? null),
    annotations: stored(row.wire?.annotations ?? null),
    replay: (ledger.get(row.id) ?? []).map(({ callId: _, ...entry }) => entry),
  }));
}

/** What no view shows of a message, and an import needs. */
export interface ExportedMessageFacts {
  /** by the place of the part: the call it came from */
  partCallIds: (string | null)[];
  /** of its completion: what was asked for, before the connection had its say, and when it was over */
  completion: { requestedSettings: unknown; endedAt: string | null } | null;
}
export interface ExportedFacts {
  titleSource: string;
  createdAt: string;
  lastActivityAt: string;
  /** by name */
  tags: string[];
  pinnedAt: string | null;
  archivedAt: string | null;
  project: ExportedProject | null;
  /** names and stars of branches, in the order of their last messages */
  branches: BranchMarkRow[];
  messages: Map<string, ExportedMessageFacts>;
}

/** The same of a conversation the caller has already been allowed to read. */
export async function getExportedFacts(conversationId: string): Promise<ExportedFacts> {
  const row = await prisma().conversation.findUniqueOrThrow({
    where: { id: conversationId },
    select: {
      titleSource: true,
      createdAt: true,
      lastActivityAt: true,
      tags: { select: { tag: { select: { name: true } } } },
      pinnedAt: true,
      archivedAt: true,
      project: { select: { name: true, instructions: true, settings: true } },
      marks: { orderBy: { leaf: { seq: "asc" } }, select: { leafId: true, name: true, starred: true } },
      messages: {
        where: { deletedAt: null },
        select: {
          id: true,
          parts: { orderBy: { index: "asc" }, select: { callId: true } },
          completion: { select: { settings: true, endedAt: true } },
        },
      },
    },
  });
  const facts = row.messages.map(({ id, parts, completion, ...message }) => {
    const ended = completion && {
      requestedSettings: completion.settings,
      endedAt: completion.endedAt?.toISOString() ?? null,
    };
    return [id, { ...message, partCallIds: parts.map(({ callId }) => callId), completion: ended }] as const;
  });
  return {
    titleSource: row.titleSource,
    createdAt: row.createdAt.toISOString(),
    lastActivityAt: row.lastActivityAt.toISOString(),
    // not in the order of the database, which is another one in another installation
    tags: row.tags.map(({ tag }) => tag.name).sort(),
    pinnedAt: row.pinnedAt?.toISOString() ?? null,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    project: row.project && { ...row.project, settings: settingsSchema.parse(row.project.settings) },
    branches: row.marks,
    messages: new Map(facts),
  };
}

const pageSize = 200;

/** Ids of everything the caller has that something was ever said in, or of those among `ids`, oldest first, page by page. */
export async function* listExportable(userId: string, ids?: readonly string[]): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const page: { id: string }[] = await prisma().conversation.findMany({
      where: {
        ...readableBy(userId),
        nextSeq: { gt: 0 },
        temporaryUntil: null,
        id: { ...(after === null ? {} : { gt: after }), ...(ids ? { in: [...ids] } : {}) },
      },
      orderBy: { id: "asc" },
      take: pageSize,
      select: { id: true },
    });
    yield* page.map(({ id }) => id);
    after = page.at(-1)?.id ?? null;
    if (after === null || page.length < pageSize) return;
  }
}
