import "server-only";
import { prisma } from "./client";
import { retried } from "./database-errors";
import type { CreatedTurn } from "./turns";

/**
 * Stores a turn exactly once, also when the database is away for a moment: a turn is one statement, and when its acknowledgement was
 * lost it is found again by the id of its completion.
 */
export function turnOnce(completionId: string, insert: () => Promise<CreatedTurn | null>): Promise<CreatedTurn | null> {
  return retried(async (attempt) => {
    const created = await insert();
    return created ?? (attempt === 0 ? null : findTurn(completionId));
  });
}

async function findTurn(completionId: string): Promise<CreatedTurn | null> {
  const row = await prisma().completion.findUnique({
    where: { id: completionId },
    select: { message: { select: { parentId: true, createdAt: true, parent: { select: { parentId: true } } } } },
  });
  const answer = row?.message;
  if (!answer || answer.parentId === null) return null;
  return { parentId: answer.parentId, under: answer.parent?.parentId ?? null, createdAt: answer.createdAt };
}
