import "server-only";
import type { ConnectionView } from "@/lib/contract/connections";
import { AppError } from "@/lib/errors/app-error";
import type { ProfileOverrides } from "@/lib/reasoning/profiles-facts";
import { type Connection as ConnectionRow, Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { choicesOf, type StoredConnectionView, sourceSchema, toConnectionView } from "./connection-view";
import { newId } from "./ids";
import { open, seal } from "./sealed";

export type ConnectionSource = "env" | "ui" | "builtin";

/** A connection as the server uses it. `apiKey` never leaves the server. */
export interface Connection {
  id: string;
  name: string;
  baseUrl: string;
  /** the one a person chose, else the one the server was recognised as */
  profile: string;
  /** what a person has set differently */
  overrides: ProfileOverrides;
  source: ConnectionSource;
  enabled: boolean;
  /** null = none stored, or stored for another origin */
  apiKey: string | null;
}

/** What a user may use: their own connections and those of the installation. */
const readableBy = (userId: string) => ({ OR: [{ ownerId: userId }, { ownerId: null }] });
const boundTo = (id: string, origin: string) => `${id}:${origin}`;

/** What a connection is made of, as stored. */
export type StoredConnection = Pick<
  ConnectionRow,
  "id" | "name" | "baseUrl" | "origin" | "profile" | "source" | "enabled" | "keySealed"
> & { profileOverrides: unknown };

export function toConnection(row: StoredConnection): Connection {
  const { profile = row.profile, ...overrides } = choicesOf(row);
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.baseUrl,
    profile,
    overrides,
    source: sourceSchema.parse(row.source),
    enabled: row.enabled,
    apiKey: row.keySealed === null ? null : open(row.keySealed, boundTo(row.id, row.origin)),
  };
}

const order = [{ position: "asc" }, { createdAt: "asc" }, { id: "asc" }] as const;

export async function listConnectionViews(userId: string): Promise<StoredConnectionView[]> {
  const rows = await prisma().connection.findMany({
    where: readableBy(userId),
    orderBy: [...order],
    include: { _count: { select: { models: true } } },
  });
  return rows.map(toConnectionView);
}

/** Enabled ones, in the order in which they are offered. */
export async function listUsableConnections(userId: string): Promise<Connection[]> {
  const rows = await prisma().connection.findMany({
    where: { ...readableBy(userId), enabled: true },
    orderBy: [...order],
  });
  return rows.map(toConnection);
}

/** @throws AppError not_found, also when the connection is someone else's. */
export async function getConnection({
  userId,
  connectionId,
}: {
  userId: string;
  connectionId: string;
}): Promise<Connection> {
  const row = await prisma().connection.findFirst({ where: { id: connectionId, ...readableBy(userId) } });
  if (!row) throw new AppError("not_found", { detail: `connection ${connectionId}` });
  return toConnection(row);
}

/** @throws AppError not_found */
export async function getConnectionView({
  userId,
  connectionId,
}: {
  userId: string;
  connectionId: string;
}): Promise<StoredConnectionView> {
  const row = await prisma().connection.findFirst({
    where: { id: connectionId, ...readableBy(userId) },
    include: { _count: { select: { models: true } } },
  });
  if (!row) throw new AppError("not_found", { detail: `connection ${connectionId}` });
  return toConnectionView(row);
}

/** The last four characters, only of keys long enough that four say nothing. */
export const keyHintOf = (key: string | null) => (key && key.length >= 12 ? key.slice(-4) : null);

export async function insertConnection(input: {
  userId: string;
  name: string;
  baseUrl: string;
  profile: string;
  apiKey: string | null;
}): Promise<string> {
  const id = newId();
  const origin = new URL(input.baseUrl).origin;
  await prisma().connection.create({
    data: {
      id,
      ownerId: input.userId,
      name: input.name,
      baseUrl: input.baseUrl,
      origin,
      profile: input.profile,
      source: "ui",
      position: 10,
      keySealed: input.apiKey === null ? null : seal(input.apiKey, boundTo(id, origin)),
      keyHint: keyHintOf(input.apiKey),
    },
  });
  return id;
}

/**
 * Changes a connection made in the interface. A changed origin drops the stored key unless a new one comes with it.
 * @throws AppError not_found; connection_fixed for those of the environment (only `enabled` and the profile may change there).
 */
export async function updateConnection(input: {
  userId: string;
  connectionId: string;
  name?: string;
  baseUrl?: string;
  /** what the address says; a person's choice is `chosenProfile` */
  profile?: string;
  /** null = as recognised */
  chosenProfile?: string | null;
  /** replaces all overrides */
  overrides?: ProfileOverrides;
  apiKey?: string;
  enabled?: boolean;
}): Promise<void> {
  const { userId, connectionId } = input;
  const row = await prisma().connection.findFirst({ where: { id: connectionId, ...readableBy(userId) } });
  if (!row) throw new AppError("not_found", { detail: `connection ${connectionId}` });
  const fixed = row.ownerId !== userId;
  const isServer = input.name !== undefined || input.baseUrl !== undefined || input.apiKey !== undefined;
  const isDialect = input.chosenProfile !== undefined || input.overrides !== undefined;
  // The practice model speaks the dialect it was written for.
  if ((fixed && isServer) || (row.source === "builtin" && isDialect)) {
    throw new AppError("connection_fixed", { detail: connectionId });
  }
  const origin = input.baseUrl === undefined ? row.origin : new URL(input.baseUrl).origin;
  const key =
    input.apiKey === undefined
      ? origin === row.origin
        ? {}
        : { keySealed: null, keyHint: null }
      : input.apiKey === ""
        ? { keySealed: null, keyHint: null }
        : { keySealed: seal(input.apiKey, boundTo(row.id, origin)), keyHint: keyHintOf(input.apiKey) };
  const { profile: chosen, ...overrides } = choicesOf(row);
  const profile = input.chosenProfile === undefined ? chosen : input.chosenProfile;
  const choices = { ...(input.overrides ?? overrides), ...(profile ? { profile } : {}) };
  // Another server: what was learned about the one before says nothing about it.
  if (origin !== row.origin) await prisma().capability.deleteMany({ where: { connectionId } });
  await prisma().connection.updateMany({
    where: { id: connectionId, ...readableBy(userId) },
    data: {
      ...(isDialect ? { profileOverrides: choices } : {}),
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.baseUrl === undefined ? {} : { baseUrl: input.baseUrl, origin }),
      // What was tested is no longer what is stored.
      ...(input.baseUrl === undefined || input.baseUrl === row.baseUrl ? {} : { lastTest: Prisma.DbNull }),
      // The same address again: what it was recognised as stays.
      ...(input.profile === undefined || input.baseUrl === row.baseUrl ? {} : { profile: input.profile }),
      ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
      ...key,
    },
  });
}

/** @throws AppError not_found; connection_fixed for those of the installation. */
export async function deleteConnection({
  userId,
  connectionId,
}: {
  userId: string;
  connectionId: string;
}): Promise<void> {
  const { count } = await prisma().connection.deleteMany({ where: { id: connectionId, ownerId: userId } });
  if (count > 0) return;
  await getConnection({ userId, connectionId });
  throw new AppError("connection_fixed", { detail: connectionId });
}

/** What the server was recognised as by asking it; a person's choice stays in force. */
export async function saveRecognisedProfile(connectionId: string, profile: string): Promise<void> {
  await prisma().connection.updateMany({ where: { id: connectionId }, data: { profile } });
}

export async function saveConnectionTest(input: {
  userId: string;
  connectionId: string;
  test: ConnectionView["lastTest"];
}): Promise<void> {
  await prisma().connection.updateMany({
    where: { id: input.connectionId, ...readableBy(input.userId) },
    data: { lastTest: input.test === null ? undefined : { ...input.test } },
  });
}
