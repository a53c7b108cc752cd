import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
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

const isUuid = (text: string) => z.uuid().safeParse(text).success;

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

/** Open ones first, the newest on top; those of one conversation, or all. Of conversations that were deleted there are none. */
export async function listShares(userId: string, conversationId?: string): Promise<StoredShare[]> {
  const rows = await prisma().share.findMany({
    where: { ownerId: userId, conversation: readableBy(userId), ...(conversationId ? { conversationId } : {}) },
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }, { id: "desc" }],
    take: 1000,
    select,
  });
  return rows.map(stored);
}

/** By its token or, where that can no longer be read, by its id. @throws AppError not_found, also when it is someone else's. */
export async function getOwnShare(userId: string, tokenOrId: string): Promise<StoredShare> {
  const which = isUuid(tokenOrId) ? { id: tokenOrId } : { tokenHash: hashOfToken(tokenOrId) };
  const row = await prisma().share.findFirst({
    where: { ...which, ownerId: userId, conversation: readableBy(userId) },
    select,
  });
  if (!row) throw new AppError("not_found", { detail: "share" });
  return stored(row);
}

/** New content under the same address, and what was decided anew about it. @throws AppError not_found */
export async function republishShare(input: {
  userId: string;
  shareId: string;
  row: Partial<ShareRow>;
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

/** What a live share shows now, as long as nobody has published it anew or frozen it since this version. @returns whether it was */
export async function replaceLiveContent(input: {
  userId: string;
  shareId: string;
  version: number;
  content: string;
}): Promise<boolean> {
  const { userId, shareId, version, content } = input;
  return prismaClient().$transaction(async (tx) => {
    const { count } = await tx.share.updateMany({
      where: { id: shareId, ownerId: userId, version, mode: "live", revokedAt: null },
      data: { version: version + 1, updatedAt: new Date() },
    });
    if (count === 0) return false;
    await tx.shareSnapshot.updateMany({ where: { shareId }, data: { content, version: version + 1 } });
    return true;
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

const publicRows = z.array(
  z.object({
    ...{ id: z.string(), version: z.number(), mode: z.enum(["frozen", "live"]), sharedBy: z.string() },
    ...{ passphraseHash: z.string().nullable(), indexable: z.boolean(), continuable: z.boolean() },
    ...{
      frameAncestors: z.array(z.string()),
      expiresAt: z.date().nullable(),
      createdAt: z.date(),
      updatedAt: z.date(),
    },
    ...{ cardTitle: z.boolean(), isGone: z.boolean() },
  }),
);

/** By its token alone, which is the right to read it; null = there never was one. One statement: every reader asks. */
export async function findPublicShare(token: string): Promise<PublicShare | null> {
  const rows = await prisma().$queryRaw`
    select s.id::text, s.version, s.mode, u.name as "sharedBy", s.passphrase_hash as "passphraseHash", s.indexable, s.continuable,
      s.frame_ancestors as "frameAncestors", s.expires_at as "expiresAt", s.created_at as "createdAt", s.updated_at as "updatedAt",
      coalesce((s.choices ->> 'cardTitle')::boolean, false) as "cardTitle",
      s.revoked_at is not null or c.deleted_at is not null or coalesce(s.expires_at <= now(), false) as "isGone"
    from share s join conversation c on c.id = s.conversation_id join "user" u on u.id = s.owner_id
    where s.token_hash = ${hashOfToken(token)}`;
  return publicRows.parse(rows)[0] ?? null;
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
