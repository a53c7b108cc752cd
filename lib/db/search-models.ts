import "server-only";
import { z } from "zod";
import { longestModel } from "@/lib/contract/search";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

const rowsSchema = z.array(z.object({ model: z.string() }));

// Not a parameter: the planner reads the index only where it sees that the condition is the index's own.
const isIndexed = Prisma.raw(`length(d.model) <= ${longestModel}`);

/**
 * From one name to the next over the index: as many steps as there are names, however many texts. Only names of what can still be opened;
 * asked for as a range with an order, because the planner would read the whole table for the first of many equal rows.
 */
export const answeringModels = (userId: string) => Prisma.sql`
  with recursive known (model) as (
    select ''
    union all
    select next.model from known cross join lateral (
      select d.model from search_doc d
      where d.owner_id = ${userId} and d.model > known.model and ${isIndexed} order by d.model limit 1
    ) next
  )
  select known.model from known cross join lateral (
    select from search_doc d
      join conversation c on c.id = d.conversation_id and c.owner_id = d.owner_id and c.deleted_at is null
        and c.next_seq > 0 and c.temporary_until is null
      join message m on m.id = d.message_id and m.deleted_at is null
    where d.owner_id = ${userId} and d.model between known.model and known.model and ${isIndexed} order by d.model limit 1
  ) found
  where known.model <> '' order by known.model collate "C"`;

/** The values that the texts of this person's answers have as `model`. */
export async function listAnsweringModels(userId: string): Promise<string[]> {
  return rowsSchema.parse(await prisma().$queryRaw(answeringModels(userId))).map(({ model }) => model);
}
