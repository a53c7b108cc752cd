import "server-only";
import { z } from "zod";
import { joinCalls } from "@/lib/reasoning/continued";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

const endedSchema = z.enum(["mark", "finish", "eof", "cut"]).nullable();
const toolCallSchema = z.object({ id: z.string().nullable(), name: z.string(), arguments: z.string() });
/** As sent by the model, with what the tool gave back; null = it was not run. */
export type ContextToolCall = z.infer<typeof toolCallSchema> & { result: string | null };

/** One earlier model call, as it is replayed. */
export interface ContextCall {
  callId: string;
  requestedModel: string;
  connectionId: string | null;
  ended: z.infer<typeof endedSchema>;
  /** words of an unfinished answer that this call went on from; they are the beginning of its message */
  prefix?: string;
  /** its words are the prefix of a later call, and it has no message of its own */
  isContinued?: boolean;
  content: string | null;
  toolCalls: ContextToolCall[];
  refusal: string | null;
  /** JSON text of the merged array, exactly as stored */
  details: string | null;
  reasoningText: string | null;
  field: string | null;
}
export interface ContextMessage {
  id: string;
  role: "user" | "assistant";
  /** questions, and answers in a person's words: the text; other answers: "" (their text is in the calls) */
  text: string;
  edited: boolean;
  calls: ContextCall[];
  /** text that no call has gone on from yet: a message of its own, after those of the calls */
  unfinished?: string;
}

const callRowSchema = z.object({
  callId: z.string(),
  requestedModel: z.string(),
  connectionId: z.string().nullable(),
  ended: endedSchema,
  content: z.string().nullable(),
  toolCalls: z.string().nullable(),
  toolResults: z.array(z.string().nullable()).nullable(),
  refusal: z.string().nullable(),
  details: z.string().nullable(),
  reasoningText: z.string().nullable(),
  field: z.string().nullable(),
});
const rowSchema = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  edited: z.boolean(),
  text: z.string().nullable(),
  kept: z.array(callRowSchema).nullable(),
  calls: z.array(callRowSchema).nullable(),
});

const parseText = (json: string | null): string | null => (json === null ? null : z.string().parse(JSON.parse(json)));

/** What is needed of call `s`, with what it said (`w`) and how it reasoned (`r`). */
const callJson = Prisma.sql`json_build_object('callId', s.id, 'requestedModel', s.requested_model, 'connectionId', s.connection_id,
  'ended', s.ended, 'content', w.content, 'toolCalls', w.tool_calls,
  'toolResults', (select json_agg(t.sent_result order by t.index) from tool_call t where t.call_id = s.id),
  'refusal', w.refusal, 'details', r.details, 'reasoningText', r.text, 'field', r.field)`;

/**
 * The branch from the root to `leafId`, oldest first, with what each answer's calls said on the wire: of every step the last attempt.
 * One statement whatever the length.
 */
export async function listContext(input: {
  conversationId: string;
  userId: string;
  leafId: string;
}): Promise<ContextMessage[]> {
  const rows = await prisma().$queryRaw`
    with recursive branch as (
      select m.id, m.parent_id, m.role, m.edited_from_id, m.continues_id, m.seq from message m
        join conversation c on c.id = m.conversation_id and c.owner_id = ${input.userId} and c.deleted_at is null
        where m.conversation_id = ${input.conversationId}::uuid and m.id = ${input.leafId}::uuid and m.deleted_at is null
      union all
      select m.id, m.parent_id, m.role, m.edited_from_id, m.continues_id, m.seq from message m join branch b on m.id = b.parent_id
        where m.conversation_id = ${input.conversationId}::uuid
    )
    select b.id::text, b.role, b.edited_from_id is not null as edited,
           (select string_agg(p.text, '' order by p.index) from part p
            where p.message_id = b.id and p.type = 'text'
              and (b.role = 'user' or not exists (select from completion k where k.message_id = b.id))) as text,
           -- Of an answer that goes on from an unfinished one: the calls whose parts it has kept.
           (select json_agg(${callJson} order by s.place)
            from (select m.*, o.place from (
                    select p.call_id, min(p.index) as place from part p
                    where b.role = 'assistant' and b.continues_id is not null and p.message_id = b.id
                      and p.call_id not in (select m.id from completion k join model_call m on m.completion_id = k.id
                                            where k.message_id = b.id)
                    group by p.call_id) o join model_call m on m.id = o.call_id) s
              left join assistant_wire w on w.call_id = s.id
              left join reasoning_record r on r.call_id = s.id) as kept,
           (select json_agg(${callJson} order by s.step)
            from (select distinct on (m.step) m.* from completion k
                    join model_call m on m.completion_id = k.id and m.purpose = 'answer' and m.outcome <> 'running'
                  where k.message_id = b.id order by m.step, m.attempt desc) s
              left join assistant_wire w on w.call_id = s.id
              left join reasoning_record r on r.call_id = s.id
            where b.role = 'assistant') as calls
    from branch b order by b.seq`;
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ kept, calls, text, ...row }) => ({
      ...row,
      text: text ?? "",
      ...joinCalls((kept ?? []).map(toCall), (calls ?? []).map(toCall)),
    }));
}

function toCall(row: z.infer<typeof callRowSchema>): ContextCall {
  const { content, refusal, toolCalls, toolResults, reasoningText, ...call } = row;
  return {
    ...call,
    content: parseText(content),
    refusal: parseText(refusal),
    toolCalls: toolCallsOf(toolCalls, toolResults ?? []),
    reasoningText: parseText(reasoningText),
  };
}

function toolCallsOf(json: string | null, results: (string | null)[]): ContextToolCall[] {
  const calls = json === null ? [] : z.array(toolCallSchema).parse(JSON.parse(json));
  return calls.map((call, index) => ({ ...call, result: parseText(results[index] ?? null) }));
}
