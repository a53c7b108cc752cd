import "server-only";
import { prisma, prismaClient } from "./client";

/** Answers of this person that run, in whichever process. */
export async function listRunningOf(userId: string): Promise<string[]> {
  const where = { ownerId: userId, status: "running" };
  return (await prisma().completion.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Conversations removed at once: with all that hangs on them, more would hold locks for long. */
const batchSize = 50;

/** Everything this person has written, received and connected. What it cost stays, without a name. */
export async function deleteBelongings(userId: string): Promise<void> {
  // Links first: nobody reads by them while many conversations go.
  await prisma().share.deleteMany({ where: { ownerId: userId } });
  for (;;) {
    const rows = await prisma().conversation.findMany({
      where: { ownerId: userId },
      take: batchSize,
      select: { id: true },
    });
    if (rows.length === 0) break;
    await prisma().conversation.deleteMany({ where: { ownerId: userId, id: { in: rows.map(({ id }) => id) } } });
  }
  await prismaClient().$transaction([
    prismaClient().project.deleteMany({ where: { ownerId: userId } }),
    prismaClient().tag.deleteMany({ where: { ownerId: userId } }),
    prismaClient().connection.deleteMany({ where: { ownerId: userId } }),
    prismaClient().usageEntry.updateMany({ where: { userId }, data: { userId: null } }),
  ]);
}

/** The person, with sessions and all ways to sign in. */
export async function deleteUser(userId: string): Promise<void> {
  await prisma().user.deleteMany({ where: { id: userId } });
}
