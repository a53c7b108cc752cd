import "server-only";
import { prisma } from "./client";
import { keyHintOf } from "./connections";

export interface InstallationConnection {
  id: string;
  name: string;
  baseUrl: string;
  profile: string;
  source: "env" | "builtin";
  position: number;
  /** the key of the environment, of which only a hint is stored */
  key: string | null;
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
  for (const { key, ...connection } of connections) {
    const data = {
      ...connection,
      origin: new URL(connection.baseUrl).origin,
      keyHint: keyHintOf(key),
      ownerId: null,
    };
    const enabled = connection.source === "env" ? { enabled: true } : {};
    const { baseUrl, profile, ...others } = data;
    const stored = await prisma().connection.findUnique({ where: { id: connection.id }, select: { baseUrl: true } });
    // The same address, and nothing to be read from it: it stays what it was recognised as.
    const isKept = stored?.baseUrl === baseUrl && profile === "openai-compatible";
    const server = isKept ? {} : { baseUrl, profile };
    await prisma().connection.upsert({
      where: { id: connection.id },
      create: data,
      update: { ...others, ...server, ...enabled },
    });
  }
}
