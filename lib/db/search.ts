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

/** So many of the newest texts are looked at one by one before an index of words is asked. */
const nearest = 4000;
const columns = Prisma.sql`d.id::text, d.conversation_id::text as "conversationId", c.title, d.message_id::text as "messageId", d.scope, d.at, d.model,
  d.body, d.is_cut as "isCut"`;
const newestFirst = (limit: number) => Prisma.sql`order by d.at desc, d.id desc limit ${limit}`;

interface Page {
  after: SearchPlace | null;
  limit: number;
}

/** Only what its owner can still open. */
function joined({ project }: SearchFilters): Prisma.Sql {
  const within = project === undefined ? Prisma.empty : Prisma.sql`and c.project_id = ${project}::uuid`;
  return Prisma.sql`join conversation c on c.id = d.conversation_id and c.owner_id = d.owner_id and c.deleted_at is null
      and c.next_seq > 0 and c.temporary_until is null ${within}
    left join message m on m.id = d.message_id`;
}

function places({ userId, from, to }: SearchFilters, { after }: Page): Prisma.Sql {
  const conditions = [
    Prisma.sql`d.owner_id = ${userId}`,
    ...(from ? [Prisma.sql`d.at >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`d.at < ${to}::timestamptz`] : []),
    ...(after ? [Prisma.sql`(d.at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  return Prisma.join(conditions, " and ");
}

function hits({ scopes, model, connectionId }: SearchFilters, match: SearchMatch): Prisma.Sql {
  const conditions = [
    matches(match),
    Prisma.sql`d.scope = any(${scopes}::text[])`,
    ...(model === undefined ? [] : [Prisma.sql`d.model = ${model}`]),
    ...(connectionId === undefined ? [] : [Prisma.sql`d.connection_id = ${connectionId}::uuid`]),
  ];
  return Prisma.join(conditions, " and ");
}

/** Among the newest texts: where words that many texts have are found at once, without an index of words. */
export const amongNewest = (filters: SearchFilters, match: SearchMatch, page: Page) => Prisma.sql`
  select ${columns}
  from (select * from search_doc d where ${places(filters, page)} ${newestFirst(nearest)}) d ${joined(filters)}
  where ${hits(filters, match)} and m.deleted_at is null ${newestFirst(page.limit)}`;

/**
 * Among all: what comes here is rare, so it is read by the index of words or parts, whatever the planner thinks of reading by time. Put in
 * order first: whether its owner can still open it is asked from the newest on, until the page is full.
 */
export const amongAll = (filters: SearchFilters, match: SearchMatch, page: Page) => Prisma.sql`
  with d as materialized (
    select d.id, d.at, d.owner_id, d.conversation_id, d.message_id from search_doc d
    where ${places(filters, page)} and ${hits(filters, match)} order by d.at desc, d.id desc
  ), nearest as (select d.id from d ${joined(filters)} where m.deleted_at is null ${newestFirst(page.limit)})
  select ${columns} from search_doc d join nearest on nearest.id = d.id ${joined(filters)} ${newestFirst(page.limit)}`;

/** Newest first, after `page.after`. */
export async function findTexts(filters: SearchFilters, match: SearchMatch, page: Page): Promise<SearchRow[]> {
  const near = await ask(amongNewest(filters, match, page));
  return near.length === page.limit ? near : ask(amongAll(filters, match, page));
}

const ask = async (query: Prisma.Sql): Promise<SearchRow[]> =>
  z.array(rowSchema).parse(await prisma().$queryRaw`${withoutName} ${query}`);

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
