import "server-only";
import { z } from "zod";
import type { SearchScope } from "@/lib/conversation/search-docs";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma, withoutName } from "./client";

export interface SearchFilters {
  userId: string;
  scopes: readonly SearchScope[];
  model?: string | undefined;
  connectionId?: string | undefined;
  project?: string | undefined;
  from?: Date | undefined;
  /** up to, not including */
  to?: Date | undefined;
}

/** Words (a tsquery in its text form), or parts of words. */
export type SearchMatch = { words: string } | { wanted: readonly string[]; unwanted: readonly string[] };

const rowSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  title: z.string(),
  messageId: z.string().nullable(),
  scope: z.enum(["title", "question", "answer", "reasoning", "tool"]),
  at: z.date(),
  model: z.string().nullable(),
  body: z.string(),
  isCut: z.boolean(),
});
export type SearchRow = z.infer<typeof rowSchema>;

/** Place of a result in the list: its time and id. */
export type SearchPlace = [at: Date, id: string];

const pattern = (part: string) => `%${part.replace(/[\\%_]/g, "\\$&")}%`;

function matches(match: SearchMatch): Prisma.Sql {
  if ("words" in match) return Prisma.sql`d.tsv @@ ${match.words}::tsquery`;
  const all = [
    // says so to the planner: the index of parts has no reasoning in it
    Prisma.sql`d.scope <> 'reasoning'`,
    ...match.wanted.map((part) => Prisma.sql`d.body ilike ${pattern(part)}`),
    ...match.unwanted.map((part) => Prisma.sql`d.body not ilike ${pattern(part)}`),
  ];
  return Prisma.join(all, " and ");
}

/** Newest first, after `after`. Only what its owner can still open. */
export async function findTexts(
  filters: SearchFilters,
  match: SearchMatch,
  page: { after: SearchPlace | null; limit: number },
): Promise<SearchRow[]> {
  const { userId, scopes, model, connectionId, project, from, to } = filters;
  const { after, limit } = page;
  const conditions = [
    Prisma.sql`d.owner_id = ${userId}`,
    matches(match),
    Prisma.sql`d.scope = any(${scopes}::text[])`,
    ...(model === undefined ? [] : [Prisma.sql`d.model = ${model}`]),
    ...(connectionId === undefined ? [] : [Prisma.sql`d.connection_id = ${connectionId}::uuid`]),
    ...(project === undefined ? [] : [Prisma.sql`c.project_id = ${project}::uuid`]),
    ...(from ? [Prisma.sql`d.at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`d.at < ${to}::timestamptz`] : []),
    ...(after ? [Prisma.sql`(d.at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  const rows = await prisma().$queryRaw`
    ${withoutName} select d.id::text, d.conversation_id::text as "conversationId", c.title, d.message_id::text as "messageId", d.scope,
      d.at, d.model, d.body, d.is_cut as "isCut"
    from search_doc d
    join conversation c on c.id = d.conversation_id and c.owner_id = d.owner_id and c.deleted_at is null and c.next_seq > 0
    left join message m on m.id = d.message_id
    where ${Prisma.join(conditions, " and ")} and m.deleted_at is null
    order by d.at desc, d.id desc limit ${limit}`;
  return z.array(rowSchema).parse(rows);
}

const partsSchema = z.array(z.object({ messageId: z.string(), texts: z.array(z.string()) }));

/** The reasoning parts of messages whose texts were found, in order. */
export async function listReasoningTexts(
  userId: string,
  messageIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await prisma().$queryRaw`
    select m.id::text as "messageId", json_agg(p.text order by p.index) as texts
    from message m join conversation c on c.id = m.conversation_id and c.owner_id = ${userId}
    join part p on p.message_id = m.id and p.type = 'reasoning'
    where m.id = any(${messageIds}::uuid[]) group by m.id`;
  return new Map(partsSchema.parse(rows).map(({ messageId, texts }) => [messageId, texts]));
}

const shared = globalThis as typeof globalThis & { verbatimFindsParts?: Promise<boolean> };

/** Whether parts of words can be found: their index needs an extension that an external server may have refused. */
export function findsParts(): Promise<boolean> {
  shared.verbatimFindsParts ??= prisma()
    .$queryRaw`select to_regclass('search_doc_body_trgm_idx') is not null as finds`.then(
    (rows) => z.array(z.object({ finds: z.boolean() })).parse(rows)[0]?.finds ?? false,
    (error: unknown) => {
      delete shared.verbatimFindsParts;
      throw error;
    },
  );
  return shared.verbatimFindsParts;
}

const cursorSchema = z.tuple([z.enum(["words", "parts"]), z.coerce.date(), z.uuid()]);

export const encodeCursor = (kind: "words" | "parts", { at, id }: SearchRow): string =>
  Buffer.from(JSON.stringify([kind, at.toISOString(), id])).toString("base64url");

/** @throws AppError invalid_request */
export function decodeCursor(cursor: string): { kind: "words" | "parts"; after: SearchPlace } {
  try {
    const [kind, at, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { kind, after: [at, id] };
  } catch {
    throw new AppError("invalid_request", { userMessage: "The cursor is not valid." });
  }
}
