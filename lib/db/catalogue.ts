import "server-only";
import { prisma, prismaClient } from "./client";

export interface CatalogueEntry {
  modelId: string;
  name: string;
  contextLength: number | null;
  /** one element of the server's list, as JSON text */
  raw: string;
}

export async function listCatalogue(
  connectionIds: string[],
): Promise<(CatalogueEntry & { connectionId: string; fetchedAt: Date })[]> {
  return prisma().catalogueModel.findMany({
    where: { connectionId: { in: connectionIds } },
    orderBy: [{ connectionId: "asc" }, { position: "asc" }],
    select: { connectionId: true, modelId: true, name: true, contextLength: true, raw: true, fetchedAt: true },
  });
}

/** Those of the connections whose list names this model. */
export async function connectionsListing(connectionIds: string[], modelId: string): Promise<Set<string>> {
  const rows = await prisma().catalogueModel.findMany({
    where: { connectionId: { in: connectionIds }, modelId },
    select: { connectionId: true },
  });
  return new Set(rows.map((row) => row.connectionId));
}

/** The first model of a connection's list; null when there is no list. */
export async function firstModelOf(connectionId: string): Promise<string | null> {
  const row = await prisma().catalogueModel.findFirst({
    where: { connectionId },
    orderBy: { position: "asc" },
    select: { modelId: true },
  });
  return row?.modelId ?? null;
}

/** When the list of each connection was fetched; those without a list are missing. */
export async function listFetchTimes(connectionIds: string[]): Promise<Map<string, Date>> {
  const rows = await prisma().catalogueModel.groupBy({
    by: ["connectionId"],
    where: { connectionId: { in: connectionIds } },
    _max: { fetchedAt: true },
  });
  return new Map(rows.flatMap(({ connectionId, _max }) => (_max.fetchedAt ? [[connectionId, _max.fetchedAt]] : [])));
}

/** The models of one connection as last fetched, replaced whole. */
export async function replaceCatalogue(
  connectionId: string,
  entries: CatalogueEntry[],
  fetchedAt: Date,
): Promise<void> {
  const unique = [...new Map(entries.map((entry) => [entry.modelId, entry])).values()];
  await prismaClient().$transaction([
    prisma().catalogueModel.deleteMany({ where: { connectionId } }),
    prisma().catalogueModel.createMany({
      data: unique.map((entry, position) => ({ ...entry, connectionId, position, fetchedAt })),
    }),
  ]);
}
