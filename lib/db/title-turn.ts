import "server-only";
import { z } from "zod";
import { prisma } from "./client";

/**
 * Of answers to one question that ran side by side, the first one that is done makes the title. Two that are done in the same moment may
 * both be told so: that costs one small request, and the title is saved once.
 */
export async function isFirstDone(input: { userId: string; completionId: string }): Promise<boolean> {
  const rows = await prisma().$queryRaw`
    select not exists (
      select 1
      from completion mine
        join message m on m.id = mine.message_id
        join message beside on beside.conversation_id = m.conversation_id and beside.parent_id = m.parent_id
        join completion other on other.message_id = beside.id
      where mine.id = ${input.completionId}::uuid and mine.owner_id = ${input.userId} and other.id <> mine.id
        and other.status = 'done' and other.ended_at >= mine.started_at
        and (other.ended_at, other.id) < (mine.ended_at, mine.id)
    ) as is_first`;
  return z.array(z.object({ is_first: z.boolean() })).parse(rows)[0]?.is_first ?? false;
}
