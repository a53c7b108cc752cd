import "server-only";
import { prisma } from "./client";

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

/** The models of one connection as last fetched, replaced whole. */
export async function replaceCatalogue(
  connectionId: string,
  entries: CatalogueEntry[],
  fetchedAt: Date,
): Promise<void> {
  const unique = [...new Map(entries.map((entry) => [entry.modelId, entry])).values()];
  await prisma().$transaction([
    prisma().catalogueModel.deleteMany({ where: { connectionId } }),
    prisma().catalogueModel.createMany({
      data: unique.map((entry, position) => ({ ...entry, connectionId, position, fetchedAt })),
    }),
  ]);
}
