import "server-only";
import { limits } from "@/lib/config/limits";
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
  /** null = an ordinary one */
  temporaryUntil: Date | null;
  projectId: string | null;
}

/** Part of every update that counts as activity: a temporary conversation stays for as long again. */
export const staysOn = Prisma.sql`temporary_until = case when temporary_until is not null
  then now() + make_interval(secs => ${limits.temporaryMs / 1000}) end`;

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
  temporaryUntil: true,
  projectId: true,
} as const;

/** @throws AppError not_found, also when the conversation is someone else's. */
export async function getConversation({ userId, conversationId }: OwnedConversation): Promise<VersionedConversation> {
  const row = await prisma().conversation.findFirst({ where: { id: conversationId, ...readableBy(userId) }, select });
  if (!row) throw new AppError("not_found", { detail: `conversation ${conversationId}` });
  return { ...row, settings: settingsSchema.parse(row.settings) };
}

/** The system message of its project; "" = none. */
export async function getInstructions({ userId, conversationId }: OwnedConversation): Promise<string> {
  const row = await prisma().conversation.findFirst({
    where: { id: conversationId, ...readableBy(userId) },
    select: { project: { select: { instructions: true } } },
  });
  return row?.project?.instructions ?? "";
}

export async function insertConversation(input: {
  userId: string;
  connectionId: string | null;
  model: string | null;
  settings: Settings;
  projectId?: string | null;
  isTemporary?: boolean;
}): Promise<string> {
  const id = newId();
  await prisma().conversation.create({
    data: {
      id,
      ownerId: input.userId,
      connectionId: input.connectionId,
      model: input.model,
      projectId: input.projectId ?? null,
      temporaryUntil: input.isTemporary ? new Date(Date.now() + limits.temporaryMs) : null,
      settings: toJson(input.settings),
      title: "New conversation",
    },
  });
  return id;
}

interface ConversationChange {
  title?: string;
  settings?: Settings;
  model?: string;
  connectionId?: string;
  projectId?: string | null;
  pinned?: boolean;
  archived?: boolean;
  temporary?: false;
}

/**
 * With a version, only while it is the stored one: of two changes made to the same thing the second is refused, not lost.
 * @throws AppError not_found, changed_elsewhere
 */
export async function updateConversation(
  input: OwnedConversation & ConversationChange & { version?: number },
): Promise<void> {
  const { userId, conversationId, version, projectId, pinned, archived, temporary, ...sent } = input;
  const { title, settings, ...data } = sent;
  const change = prisma().conversation.updateMany({
    where: { id: conversationId, ...readableBy(userId), ...(version === undefined ? {} : { version }) },
    data: {
      ...data,
      ...(settings === undefined ? {} : { settings: toJson(settings) }),
      ...(title === undefined ? {} : { title, titleSource: "person" }),
      ...(projectId === undefined ? {} : { projectId }),
      ...(pinned === undefined ? {} : { pinnedAt: pinned ? new Date() : null }),
      ...(archived === undefined ? {} : { archivedAt: archived ? new Date() : null }),
      ...(temporary === undefined ? {} : { temporaryUntil: null }),
      // Where it stands in the list concerns nobody who changes what it says.
      ...(Object.keys(sent).length > 0 ? { version: { increment: 1 } } : {}),
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
