import "server-only";
import { z } from "zod";
import type { BranchFigures } from "@/lib/contract/branch-figures";
import { prisma } from "./client";

const rowSchema = z.tuple([z.object({ messages: z.number(), cost: z.string().nullable(), unreported: z.number() })]);

/**
 * Of the branch that ends with `leafId`. Reads the whole of it, a few blocks for each message; the steps are counted because a loop of
 * parents has to end too.
 */
export async function sumBranch(of: { conversationId: string; leafId: string }): Promise<BranchFigures> {
  const rows = await prisma().$queryRaw`
    with recursive b as (
      select m.id, m.parent_id, m.deleted_at, 1 as steps
      from message m where m.conversation_id = ${of.conversationId}::uuid and m.id = ${of.leafId}::uuid
      union all
      select m.id, m.parent_id, m.deleted_at, b.steps + 1
      from b join message m on m.conversation_id = ${of.conversationId}::uuid and m.id = b.parent_id
      where b.steps < (select c.next_seq from conversation c where c.id = ${of.conversationId}::uuid)
    )
    select count(*)::int as messages, trim_scale(sum(k.cost))::text as cost,
      (count(*) filter (where k.status <> 'running' and k.cost is null))::int as unreported
    from b left join lateral (
      select k.status, (select sum(c.cost) from model_call c where c.completion_id = k.id and c.purpose = 'answer') as cost
      from completion k where k.message_id = b.id
    ) k on true
    where b.deleted_at is null`;
  return rowSchema.parse(rows)[0];
}
