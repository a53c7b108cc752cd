import "server-only";
import { z } from "zod";
import type { ConversationPage } from "@/lib/contract/conversations";
import { type Settings, settingsSchema } from "@/lib/contract/settings";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { newId } from "./ids";
import { toJson } from "./json";
import { writeTitleDoc } from "./search-docs";

export interface OwnedConversation {
  userId: string;
  conversationId: string;
}

export interface Conversation {
  id: string;
  title: string;
  titleSource: string;
  connectionId: string | null;
  model: string | null;
  settings: Settings;
  activeLeafId: string | null;
}
export interface VersionedConversation extends Conversation {
  /** counts what people changed in title, model and settings; sending does not count */
  version: number;
}

/** Access is decided here: every query on conversations adds it. */
export const readableBy = (userId: string) => ({ ownerId: userId, deletedAt: null });

const select = {
  id: true,
  title: true,
  titleSource: true,
  connectionId: true,
  model: true,
  settings: true,
  activeLeafId: true,
  version: true,
} as const;

/** @throws AppError not_found, also when the conversation is someone else's. */
export async function getConversation({ userId, conversationId }: OwnedConversation): Promise<VersionedConversation> {
  const row = await prisma().conversation.findFirst({ where: { id: conversationId, ...readableBy(userId) }, select });
  if (!row) throw new AppError("not_found", { detail: `conversation ${conversationId}` });
  return { ...row, settings: settingsSchema.parse(row.settings) };
}

export async function insertConversation(input: {
  userId: string;
  connectionId: string | null;
  model: string | null;
  settings: Settings;
}): Promise<string> {
  const id = newId();
  await prisma().conversation.create({
    data: {
      id,
      ownerId: input.userId,
      connectionId: input.connectionId,
      model: input.model,
      settings: toJson(input.settings),
      title: "New conversation",
    },
  });
  return id;
}

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()]);
const encodeCursor = (at: Date, id: string) =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString("base64url");

function decodeCursor(cursor: string): [Date, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new AppError("invalid_request", { userMessage: "The cursor is not valid." });
  }
}

/** Newest activity first; conversations nothing was ever sent in are left out. */
export async function listConversations(input: {
  userId: string;
  cursor?: string;
  limit: number;
}): Promise<ConversationPage> {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor);
  const rows = await prisma().conversation.findMany({
    where: {
      ...readableBy(input.userId),
      nextSeq: { gt: 0 },
      ...(after
        ? { OR: [{ lastActivityAt: { lt: after[0] } }, { lastActivityAt: after[0], id: { lt: after[1] } }] }
        : {}),
    },
    orderBy: [{ lastActivityAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    select: { id: true, title: true, lastActivityAt: true },
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    conversations: page.map((row) => ({ id: row.id, title: row.title, updatedAt: row.lastActivityAt.toISOString() })),
    nextCursor: rows.length > input.limit && last ? encodeCursor(last.lastActivityAt, last.id) : null,
  };
}

interface ConversationChange {
  title?: string;
  settings?: Settings;
  model?: string;
  connectionId?: string;
}

/**
 * With a version, only while it is the stored one: of two changes made to the same thing the second is refused, not lost.
 * @throws AppError not_found, changed_elsewhere
 */
export async function updateConversation(
  input: OwnedConversation & ConversationChange & { version?: number },
): Promise<void> {
  const { userId, conversationId, version, ...sent } = input;
  const { title, settings, ...data } = sent;
  const change = prisma().conversation.updateMany({
    where: { id: conversationId, ...readableBy(userId), ...(version === undefined ? {} : { version }) },
    data: {
      ...data,
      ...(settings === undefined ? {} : { settings: toJson(settings) }),
      ...(title === undefined ? {} : { title, titleSource: "person" }),
      version: { increment: 1 },
    },
  });
  // Only the title that was stored, should the version have been another one.
  const owned = Prisma.sql`(select * from conversation
    where id = ${conversationId}::uuid and owner_id = ${userId} and deleted_at is null and title = ${title ?? ""})`;
  const [{ count }] = await prisma().$transaction([
    change,
    ...(title === undefined ? [] : [prisma().$executeRaw(writeTitleDoc(title, owned))]),
  ]);
  if (count > 0) return;
  const stored = await getConversation({ userId, conversationId });
  const { title: name, settings: chosen, model, connectionId } = stored;
  throw new AppError("changed_elsewhere", {
    detail: `version ${version}, stored ${stored.version}`,
    ...(title === undefined
      ? {}
      : {
          userMessage: `This was changed elsewhere in the meantime: its title is “${name}” now. “${title}” was not saved.`,
        }),
    conflict: {
      version: stored.version,
      stored: { title: name, settings: chosen, model, connectionId },
      sent: { ...sent },
    },
  });
}

/** Removes the conversation with everything in it; usage entries stay. @throws AppError not_found */
export async function deleteConversation({ userId, conversationId }: OwnedConversation): Promise<void> {
  const { count } = await prisma().conversation.deleteMany({ where: { id: conversationId, ...readableBy(userId) } });
  if (count === 0) throw new AppError("not_found", { detail: `conversation ${conversationId}` });
}

/** @throws AppError not_found when the conversation or the message in it does not exist. */
export async function setActiveLeaf({
  userId,
  conversationId,
  leafId,
}: OwnedConversation & { leafId: string }): Promise<void> {
  const { count } = await prisma().conversation.updateMany({
    where: { id: conversationId, ...readableBy(userId), messages: { some: { id: leafId, deletedAt: null } } },
    data: { activeLeafId: leafId },
  });
  if (count === 0) throw new AppError("not_found", { detail: `message ${leafId} in ${conversationId}` });
}
