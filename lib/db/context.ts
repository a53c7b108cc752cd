import "server-only";
import { z } from "zod";
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
  /** questions: the text; answers: "" (their text is in the calls) */
  text: string;
  edited: boolean;
  calls: ContextCall[];
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
  calls: z.array(callRowSchema).nullable(),
});

const parseText = (json: string | null): string | null => (json === null ? null : z.string().parse(JSON.parse(json)));

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
      select m.id, m.parent_id, m.role, m.edited_from_id, m.seq from message m
        join conversation c on c.id = m.conversation_id and c.owner_id = ${input.userId} and c.deleted_at is null
        where m.conversation_id = ${input.conversationId}::uuid and m.id = ${input.leafId}::uuid
      union all
      select m.id, m.parent_id, m.role, m.edited_from_id, m.seq from message m join branch b on m.id = b.parent_id
        where m.conversation_id = ${input.conversationId}::uuid
    )
    select b.id::text, b.role, b.edited_from_id is not null as edited,
           (select string_agg(p.text, '' order by p.index) from part p
            where b.role = 'user' and p.message_id = b.id and p.type = 'text') as text,
           (select json_agg(json_build_object('callId', s.id, 'requestedModel', s.requested_model, 'connectionId', s.connection_id,
                   'ended', s.ended, 'content', w.content, 'toolCalls', w.tool_calls,
                   'toolResults', (select json_agg(t.sent_result order by t.index) from tool_call t where t.call_id = s.id),
                   'refusal', w.refusal, 'details', r.details, 'reasoningText', r.text, 'field', r.field) order by s.step)
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
    .map(({ calls, text, ...row }) => ({
      ...row,
      text: text ?? "",
      calls: (calls ?? []).map(({ content, refusal, toolCalls, toolResults, reasoningText, ...call }) => ({
        ...call,
        content: parseText(content),
        refusal: parseText(refusal),
        toolCalls: toolCallsOf(toolCalls, toolResults ?? []),
        reasoningText: parseText(reasoningText),
      })),
    }));
}

function toolCallsOf(json: string | null, results: (string | null)[]): ContextToolCall[] {
  const calls = json === null ? [] : z.array(toolCallSchema).parse(JSON.parse(json));
  return calls.map((call, index) => ({ ...call, result: parseText(results[index] ?? null) }));
}
