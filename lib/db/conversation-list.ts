import "server-only";
import { z } from "zod";
import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";
import { AppError } from "@/lib/errors/app-error";
import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { readableBy } from "./conversations";

export interface ListFilter {
  userId: string;
  /** the archive instead of the list */
  isArchived: boolean;
  /** of this project alone */
  projectId?: string | undefined;
  /** with this tag alone */
  tagId?: string | undefined;
}

/** Where a page goes on: below this one, among the pinned ones or among the others. */
const cursorSchema = z.tuple([z.enum(["pinned", "others"]), z.coerce.date(), z.uuid()]);
type Cursor = z.infer<typeof cursorSchema>;

const encodeCursor = ([part, at, id]: Cursor) =>
  Buffer.from(JSON.stringify([part, at.toISOString(), id])).toString("base64url");

function decodeCursor(cursor: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new AppError("invalid_request", { userMessage: "The cursor is not valid." });
  }
}

const select = {
  id: true,
  title: true,
  lastActivityAt: true,
  pinnedAt: true,
  archivedAt: true,
  projectId: true,
  tags: { select: { tagId: true } },
} as const;
type Row = Prisma.ConversationGetPayload<{ select: typeof select }>;

const toItem = (row: Row): ConversationListItem => ({
  id: row.id,
  title: row.title,
  updatedAt: row.lastActivityAt.toISOString(),
  pinnedAt: row.pinnedAt?.toISOString() ?? null,
  archivedAt: row.archivedAt?.toISOString() ?? null,
  projectId: row.projectId,
  tagIds: row.tags.map(({ tagId }) => tagId),
});

/** Conversations nothing was ever sent in are left out. */
const listedBy = ({ userId, isArchived, projectId, tagId }: ListFilter) => ({
  ...readableBy(userId),
  archivedAt: isArchived ? { not: null } : null,
  nextSeq: { gt: 0 },
  temporaryUntil: null,
  ...(projectId === undefined ? {} : { projectId }),
  ...(tagId === undefined ? {} : { tags: { some: { tagId } } }),
});

/** The pinned ones first, pinned last on top, then newest activity first; the archive by activity alone. */
export async function listConversations(
  input: ListFilter & { cursor?: string | undefined; limit: number },
): Promise<ConversationPage> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor);
  const take = input.limit + 1;
  const isAmongPinned = !input.isArchived && after?.[0] !== "others";
  const pinned = isAmongPinned ? await listPinned(input, after, take) : [];
  const others =
    pinned.length < take ? await listOthers(input, after?.[0] === "others" ? after : null, take - pinned.length) : [];
  const rows = [...pinned, ...others];
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    conversations: page.map(toItem),
    nextCursor: rows.length > input.limit && last ? encodeCursor(cursorAfter(last, input)) : null,
  };
}

const cursorAfter = (row: Row, { isArchived }: ListFilter): Cursor =>
  row.pinnedAt && !isArchived ? ["pinned", row.pinnedAt, row.id] : ["others", row.lastActivityAt, row.id];

function listPinned(filter: ListFilter, after: Cursor | null, take: number): Promise<Row[]> {
  return prisma().conversation.findMany({
    where: {
      ...listedBy(filter),
      pinnedAt: after ? { not: null, lte: after[1] } : { not: null },
      ...(after ? { OR: [{ pinnedAt: { lt: after[1] } }, { id: { lt: after[2] } }] } : {}),
    },
    orderBy: [{ pinnedAt: "desc" }, { id: "desc" }],
    take,
    select,
  });
}

function listOthers(filter: ListFilter, after: Cursor | null, take: number): Promise<Row[]> {
  return prisma().conversation.findMany({
    where: {
      ...listedBy(filter),
      ...(filter.isArchived ? {} : { pinnedAt: null }),
      // The first bound is what the index is read from, the second takes out what the page before had of the same moment.
      ...(after
        ? { lastActivityAt: { lte: after[1] }, OR: [{ lastActivityAt: { lt: after[1] } }, { id: { lt: after[2] } }] }
        : {}),
    },
    orderBy: [{ lastActivityAt: "desc" }, { id: "desc" }],
    take,
    select,
  });
}

/** These ones as the list has them, in no order; what is gone, or somebody else's, is left out. */
export async function listConversationsById(userId: string, ids: string[]): Promise<ConversationListItem[]> {
  const rows = await prisma().conversation.findMany({
    where: { ...readableBy(userId), id: { in: ids }, nextSeq: { gt: 0 }, temporaryUntil: null },
    select,
  });
  return rows.map(toItem);
}
