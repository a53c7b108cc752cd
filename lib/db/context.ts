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

const rowSchema = z.object({
  id: z.string(),
  role: z.enum(["user", "assistant"]),
  edited: z.boolean(),
  text: z.string().nullable(),
});
const callRowSchema = z.object({
  call_id: z.string(),
  message_id: z.string(),
  step: z.number(),
  requested_model: z.string(),
  connection_id: z.string().nullable(),
  ended: endedSchema,
  content: z.string().nullable(),
  tool_calls: z.string().nullable(),
  tool_results: z.array(z.string().nullable()).nullable(),
  refusal: z.string().nullable(),
  details: z.string().nullable(),
  reasoning_text: z.string().nullable(),
  field: z.string().nullable(),
});

const parseText = (json: string | null): string | null => (json === null ? null : z.string().parse(JSON.parse(json)));

/** The branch from the root to `leafId`, oldest first, with what each answer's calls said on the wire. Two statements whatever the length. */
export async function listContext(input: {
  conversationId: string;
  userId: string;
  leafId: string;
}): Promise<ContextMessage[]> {
  const walk = await prisma().$queryRaw`
    with recursive branch as (
      select m.id, m.parent_id, m.role, m.edited_from_id, m.seq from message m
        join conversation c on c.id = m.conversation_id and c.owner_id = ${input.userId} and c.deleted_at is null
        where m.conversation_id = ${input.conversationId}::uuid and m.id = ${input.leafId}::uuid
      union all
      select m.id, m.parent_id, m.role, m.edited_from_id, m.seq from message m join branch b on m.id = b.parent_id
        where m.conversation_id = ${input.conversationId}::uuid
    )
    select b.id::text, b.role, b.edited_from_id is not null as edited,
           (select string_agg(p.text, '' order by p.index) from part p where p.message_id = b.id and p.type = 'text') as text
    from branch b order by b.seq`;
  const rows = z.array(rowSchema).parse(walk);
  const answers = rows.filter((row) => row.role === "assistant").map((row) => row.id);
  const calls = Map.groupBy(answers.length === 0 ? [] : await listCalls(answers), (call) => call.messageId);
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    text: row.role === "user" ? (row.text ?? "") : "",
    edited: row.edited,
    calls: calls.get(row.id) ?? [],
  }));
}

async function listCalls(messageIds: string[]): Promise<(ContextCall & { messageId: string })[]> {
  const rows = await prisma().$queryRaw`
    select distinct on (k.message_id, m.step)
           m.id::text as call_id, k.message_id::text, m.step, m.requested_model, m.connection_id::text, m.ended,
           w.content, w.tool_calls,
           (select json_agg(t.sent_result order by t.index) from tool_call t where t.call_id = m.id) as tool_results, w.refusal, r.details, r.text as reasoning_text, r.field
    from completion k
      join model_call m on m.completion_id = k.id and m.purpose = 'answer' and m.outcome <> 'running'
      left join assistant_wire w on w.call_id = m.id
      left join reasoning_record r on r.call_id = m.id
    where k.message_id = any(${messageIds}::uuid[])
    order by k.message_id, m.step, m.attempt desc`;
  return z
    .array(callRowSchema)
    .parse(rows)
    .map((row) => ({
      messageId: row.message_id,
      callId: row.call_id,
      requestedModel: row.requested_model,
      connectionId: row.connection_id,
      ended: row.ended,
      content: parseText(row.content),
      toolCalls: toolCallsOf(row.tool_calls, row.tool_results ?? []),
      refusal: parseText(row.refusal),
      details: row.details,
      reasoningText: parseText(row.reasoning_text),
      field: row.field,
    }));
}

function toolCallsOf(json: string | null, results: (string | null)[]): ContextToolCall[] {
  const calls = json === null ? [] : z.array(toolCallSchema).parse(JSON.parse(json));
  return calls.map((call, index) => ({ ...call, result: parseText(results[index] ?? null) }));
}
