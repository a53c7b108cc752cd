import "server-only";
import { z } from "zod";
import type { OutlineNode } from "@/lib/contract/outline";
import { cutAtWord } from "@/lib/conversation/cut-at-word";
import { prisma } from "./client";

/** As many first characters of a message as a map has room for. */
const wordsLength = 80;
/** A cut before this would leave too little to know a message by. */
const fewestWords = 50;

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    parentId: z.string().nullable(),
    role: z.enum(["user", "assistant"]),
    status: z.enum(["running", "waiting", "done", "stopped", "failed", "interrupted"]),
    words: z.string(),
    model: z.string().nullable(),
    name: z.string().nullable(),
    starred: z.boolean(),
  }),
);

/** All messages of a conversation the caller has already been allowed to read, by `seq`, each in a few words. */
export async function listOutline(conversationId: string): Promise<OutlineNode[]> {
  const rows = await prisma().$queryRaw`
    select m.id::text, m.parent_id::text as "parentId", m.role, coalesce(k.status, 'done') as status, k.model, b.name, coalesce(b.starred, false) as starred,
      coalesce((select left(btrim(regexp_replace(left(p.text, 400), '\\s+', ' ', 'g')), ${wordsLength + 1}::int) from part p
        where p.message_id = m.id and p.type in ('text', 'refusal') and p.text ~ '\\S' order by p.index limit 1), '') as words
    from message m left join completion k on k.message_id = m.id
      left join branch_mark b on b.conversation_id = m.conversation_id and b.leaf_id = m.id
    where m.conversation_id = ${conversationId}::uuid and m.deleted_at is null order by m.seq`;
  return rowsSchema.parse(rows).map((row) => ({ ...row, words: cutAtWord(row.words, wordsLength, fewestWords) }));
}
