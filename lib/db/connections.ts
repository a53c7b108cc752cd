import "server-only";
import { z } from "zod";
import type { ConnectionView } from "@/lib/contract/connections";
import { AppError } from "@/lib/errors/app-error";
import type { Connection as ConnectionRow } from "@/prisma/generated/client";
import { prisma } from "./client";
import { newId } from "./ids";
import { open, seal } from "./sealed";

export type ConnectionSource = "env" | "ui" | "builtin";

/** A connection as the server uses it. `apiKey` never leaves the server. */
export interface Connection {
  id: string;
  name: string;
  baseUrl: string;
  profile: string;
  source: ConnectionSource;
  enabled: boolean;
  /** null = none stored, or stored for another origin */
  apiKey: string | null;
}

const connectionTestSchema = z.object({
  ok: z.boolean(),
  at: z.string(),
  failed: z.enum(["address", "tls", "key", "models", "model", "stream"]).nullable(),
  message: z.string(),
  latencyMs: z.number().nullable(),
  models: z.number().nullable(),
  reasoningField: z.string().nullable(),
});
const sourceSchema = z.enum(["env", "ui", "builtin"]);

/** What a user may use: their own connections and those of the installation. */
const readableBy = (userId: string) => ({ OR: [{ ownerId: userId }, { ownerId: null }] });
const boundTo = (id: string, origin: string) => `${id}:${origin}`;

function toConnection(row: ConnectionRow): Connection {
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.baseUrl,
    profile: row.profile,
    source: sourceSchema.parse(row.source),
    enabled: row.enabled,
    apiKey: row.keySealed === null ? null : open(row.keySealed, boundTo(row.id, row.origin)),
  };
}

function toView(row: ConnectionRow & { _count: { models: number } }): ConnectionView {
  const test = connectionTestSchema.nullable().safeParse(row.lastTest);
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.baseUrl,
    profile: row.profile,
    source: sourceSchema.parse(row.source),
    enabled: row.enabled,
    keyHint: row.keyHint,
    modelCount: row._count.models === 0 ? null : row._count.models,
    lastTest: test.success ? test.data : null,
  };
}

const order = [{ position: "asc" }, { createdAt: "asc" }, { id: "asc" }] as const;

export async function listConnectionViews(userId: string): Promise<ConnectionView[]> {
  const rows = await prisma().connection.findMany({
    where: readableBy(userId),
    orderBy: [...order],
    include: { _count: { select: { models: true } } },
  });
  return rows.map(toView);
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
}): Promise<ConnectionView> {
  const row = await prisma().connection.findFirst({
    where: { id: connectionId, ...readableBy(userId) },
    include: { _count: { select: { models: true } } },
  });
  if (!row) throw new AppError("not_found", { detail: `connection ${connectionId}` });
  return toView(row);
}

/** The last four characters, only of keys long enough that four say nothing. */
const hintOf = (key: string | null) => (key && key.length >= 12 ? key.slice(-4) : null);

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
      keyHint: hintOf(input.apiKey),
    },
  });
  return id;
}

/**
 * Changes a connection made in the interface. A changed origin drops the stored key unless a new one comes with it.
 * @throws AppError not_found; connection_fixed for those of the environment (only `enabled` may change there).
 */
export async function updateConnection(input: {
  userId: string;
  connectionId: string;
  name?: string;
  baseUrl?: string;
  profile?: string;
  apiKey?: string;
  enabled?: boolean;
}): Promise<void> {
  const { userId, connectionId } = input;
  const row = await prisma().connection.findFirst({ where: { id: connectionId, ...readableBy(userId) } });
  if (!row) throw new AppError("not_found", { detail: `connection ${connectionId}` });
  const fixed = row.ownerId !== userId;
  if (fixed && (input.name !== undefined || input.baseUrl !== undefined || input.apiKey !== undefined)) {
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
        : { keySealed: seal(input.apiKey, boundTo(row.id, origin)), keyHint: hintOf(input.apiKey) };
  await prisma().connection.updateMany({
    where: { id: connectionId, ...readableBy(userId) },
    data: {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.baseUrl === undefined ? {} : { baseUrl: input.baseUrl, origin }),
      ...(input.profile === undefined ? {} : { profile: input.profile }),
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

export interface InstallationConnection {
  id: string;
  name: string;
  baseUrl: string;
  profile: string;
  source: "env" | "builtin";
  position: number;
  keyHintOf: string | null;
}

/**
 * Connections of the environment are rows too (fixed ids, keys never stored), so that foreign keys and records work for them.
 * One that is no longer configured is switched off, not deleted: its conversations keep their connection until it is back.
 */
export async function upsertInstallationConnections(connections: InstallationConnection[]): Promise<void> {
  await prisma().connection.updateMany({
    where: { ownerId: null, id: { notIn: connections.map((connection) => connection.id) } },
    data: { enabled: false },
  });
  for (const { keyHintOf, ...connection } of connections) {
    const data = {
      ...connection,
      origin: new URL(connection.baseUrl).origin,
      keyHint: hintOf(keyHintOf),
      ownerId: null,
    };
    const enabled = connection.source === "env" ? { enabled: true } : {};
    await prisma().connection.upsert({ where: { id: connection.id }, create: data, update: { ...data, ...enabled } });
  }
}
