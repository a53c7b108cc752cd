import "server-only";
import { createHash } from "node:crypto";
import { storedChoices } from "@/lib/contract/shares";
import { AppError } from "@/lib/errors/app-error";
import type { ShareChoices } from "@/lib/share/choices";
import type { Prisma } from "@/prisma/generated/client";
import { prisma, prismaClient } from "./client";
import { readableBy } from "./conversations";
import { newId } from "./ids";
import { toJson } from "./json";
import { open, seal } from "./sealed";

/** What its owner decided. Times are Dates here and ISO texts in the interface. */
export interface ShareRow {
  title: string;
  mode: "frozen" | "live";
  leafId: string;
  fromId: string | null;
  choices: ShareChoices;
  passphraseHash: string | null;
  expiresAt: Date | null;
  indexable: boolean;
  continuable: boolean;
  frameAncestors: string[];
}
export interface StoredShare extends ShareRow {
  id: string;
  /** null: sealed with another APP_SECRET */
  token: string | null;
  conversationId: string;
  revokedAt: Date | null;
  views: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

const written = ({ choices, passphraseHash, ...row }: ShareRow) => ({
  ...row,
  choices: toJson(choices),
  passphraseHash,
  audience: passphraseHash === null ? "link" : "passphrase",
});

export async function insertShare(input: {
  userId: string;
  conversationId: string;
  token: string;
  row: ShareRow;
  content: string;
}): Promise<void> {
  const { userId, conversationId, token, row, content } = input;
  const id = newId();
  await prisma().share.create({
    data: {
      ...written(row),
      ...{
        id,
        ownerId: userId,
        conversationId,
        tokenHash: hashOfToken(token),
        tokenSealed: seal(token, id, "share-links"),
      },
      snapshot: { create: { version: 1, content } },
    },
  });
}

const select = {
  ...{ id: true, tokenSealed: true, conversationId: true, title: true, mode: true, leafId: true, fromId: true },
  ...{ choices: true, passphraseHash: true, expiresAt: true, revokedAt: true, indexable: true, continuable: true },
  ...{ frameAncestors: true, views: true, version: true, createdAt: true, updatedAt: true },
} as const;
type Selected = Prisma.ShareGetPayload<{ select: typeof select }>;

function stored({ tokenSealed, mode, choices, ...row }: Selected): StoredShare {
  return {
    ...row,
    token: open(tokenSealed, row.id, "share-links"),
    mode: mode === "live" ? "live" : "frozen",
    choices: storedChoices.parse(choices),
  };
}

/** Newest first; those of one conversation, or all. Of conversations that were deleted there are none. */
export async function listShares(userId: string, conversationId?: string): Promise<StoredShare[]> {
  const rows = await prisma().share.findMany({
    where: { ownerId: userId, conversation: readableBy(userId), ...(conversationId ? { conversationId } : {}) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 1000,
    select,
  });
  return rows.map(stored);
}

/** @throws AppError not_found, also when it is someone else's. */
export async function getOwnShare(userId: string, token: string): Promise<StoredShare> {
  const row = await prisma().share.findFirst({
    where: { tokenHash: hashOfToken(token), ownerId: userId, conversation: readableBy(userId) },
    select,
  });
  if (!row) throw new AppError("not_found", { detail: "share" });
  return stored(row);
}

/** New content under the same address, and what was decided anew about it. @throws AppError not_found */
export async function republishShare(input: {
  userId: string;
  shareId: string;
  row: Partial<ShareRow> & Pick<ShareRow, "leafId">;
  content: string;
}): Promise<void> {
  const { userId, shareId, content } = input;
  const { choices, ...row } = input.row;
  await prismaClient().$transaction(async (tx) => {
    const { count } = await tx.share.updateMany({
      where: { id: shareId, ownerId: userId, revokedAt: null, conversation: readableBy(userId) },
      data: {
        ...row,
        ...(choices ? { choices: toJson(choices) } : {}),
        ...(row.passphraseHash === undefined ? {} : { audience: row.passphraseHash === null ? "link" : "passphrase" }),
        ...{ version: { increment: 1 }, updatedAt: new Date() },
      },
    });
    if (count === 0) throw new AppError("not_found", { detail: "share" });
    await tx.$executeRaw`
      update share_snapshot set content = ${content}, version = (select s.version from share s where s.id = ${shareId}::uuid)
      where share_id = ${shareId}::uuid`;
  });
}

/** Gone for readers with the next request; its content is removed at once. Twice is harmless. @throws AppError not_found */
export async function revokeShare(userId: string, token: string): Promise<void> {
  const { id } = await getOwnShare(userId, token);
  await prismaClient().$transaction([
    prismaClient().share.updateMany({
      where: { id, ownerId: userId, revokedAt: null },
      data: { revokedAt: new Date() },
    }),
    prismaClient().shareSnapshot.deleteMany({ where: { shareId: id, share: { ownerId: userId } } }),
  ]);
}

/** Shares that follow a branch of this conversation. */
export async function listLiveShares(conversationId: string): Promise<(StoredShare & { userId: string })[]> {
  const rows = await prisma().share.findMany({
    where: { conversationId, mode: "live", revokedAt: null, conversation: { deletedAt: null } },
    select: { ...select, ownerId: true },
  });
  return rows.map(({ ownerId, ...row }) => ({ ...stored(row), userId: ownerId }));
}

/** What a reader's request is decided by. */
export interface PublicShare {
  id: string;
  version: number;
  mode: "frozen" | "live";
  sharedBy: string;
  passphraseHash: string | null;
  indexable: boolean;
  continuable: boolean;
  frameAncestors: string[];
  expiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** the title stands on the card that other sites show */
  cardTitle: boolean;
  /** revoked, expired, or its conversation was deleted */
  isGone: boolean;
}

/** By its token alone, which is the right to read it; null = there never was one. */
export async function findPublicShare(token: string): Promise<PublicShare | null> {
  const row = await prisma().share.findUnique({
    where: { tokenHash: hashOfToken(token) },
    select: {
      ...{ id: true, version: true, mode: true, passphraseHash: true, indexable: true, continuable: true },
      ...{ frameAncestors: true, expiresAt: true, revokedAt: true, createdAt: true, updatedAt: true, choices: true },
      conversation: { select: { deletedAt: true } },
      owner: { select: { name: true } },
    },
  });
  if (!row) return null;
  const { conversation, owner, revokedAt, mode, choices, ...share } = row;
  const isOver = share.expiresAt !== null && share.expiresAt.getTime() <= Date.now();
  return {
    ...share,
    mode: mode === "live" ? "live" : "frozen",
    sharedBy: owner.name,
    cardTitle: storedChoices.parse(choices).cardTitle,
    isGone: isOver || revokedAt !== null || conversation.deletedAt !== null,
  };
}

/** The content of this version; null = it was replaced or removed in this moment. */
export async function readShareContent(shareId: string, version: number): Promise<string | null> {
  const row = await prisma().shareSnapshot.findFirst({ where: { shareId, version }, select: { content: true } });
  return row?.content ?? null;
}

export async function addShareViews(counts: ReadonlyMap<string, number>): Promise<void> {
  const rows = JSON.stringify([...counts].map(([id, views]) => ({ id, views })));
  await prisma().$executeRaw`
    update share s set views = s.views + r.views from json_to_recordset(${rows}::json) as r (id uuid, views int) where s.id = r.id`;
}
