import { z } from "zod";
import {
  addLoss,
  type ForeignConversation,
  type ForeignMessage,
  type ForeignPart,
  idOf,
  type Loss,
  timeOf,
  UnreadableConversation,
  wordOf,
} from "./foreign";
import type { Pause } from "./pace";
import { reasonOf } from "./reason";
import { partsOfText } from "./reasoning-blocks";

/* One conversation: a list of messages that name their parents, or a tree of messages with children. Times are ISO dates. */
const conversationSchema = z.looseObject({
  conversationId: z.unknown().optional(),
  title: z.unknown().optional(),
  endpoint: z.unknown().optional(),
  options: z.looseObject({ model: z.unknown().optional() }).nullish().catch(null),
  messages: z.union([z.array(z.unknown()), z.looseObject({})]).nullish(),
  messagesTree: z.array(z.unknown()).nullish(),
});
const messageSchema = z.looseObject({
  messageId: z.union([z.string(), z.number()]),
  parentMessageId: z.string().nullish(),
  isCreatedByUser: z.boolean().nullish().catch(null),
  sender: z.string().nullish().catch(null),
  text: z.string().nullish(),
  content: z.array(z.unknown()).nullish(),
  model: z.unknown().optional(),
  endpoint: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  error: z.unknown().optional(),
  unfinished: z.unknown().optional(),
  files: z.array(z.unknown()).nullish().catch(null),
});
const childrenSchema = z.looseObject({ children: z.array(z.unknown()) });
const noParent = "00000000-0000-0000-0000-000000000000";

export const isLibreChat = (value: object): boolean =>
  "conversationId" in value && ("messages" in value || "messagesTree" in value);

/** @throws UnreadableConversation */
export async function readLibreChat(value: unknown, pause: Pause): Promise<ForeignConversation> {
  const parsed = conversationSchema.safeParse(value);
  if (!parsed.success) throw new UnreadableConversation(reasonOf(parsed.error));
  const { messages: list, messagesTree, options, ...head } = parsed.data;
  const roots = messagesTree ?? (Array.isArray(list) ? list : list ? [list] : []);
  const losses: Loss[] = [];
  const messages = await flat(roots, losses, pause);
  const times = messages.flatMap(({ createdAt }) => createdAt ?? []);
  return {
    id: idOf(head.conversationId) ?? "",
    title: wordOf(head.title) ?? "",
    createdAt: times.reduce<number | null>((least, time) => Math.min(least ?? time, time), null),
    updatedAt: times.reduce<number | null>((most, time) => Math.max(most ?? time, time), null),
    model: wordOf(options?.model) ?? messages.findLast(({ model }) => model !== null)?.model ?? null,
    messages,
    currentId: null,
    losses,
  };
}

/** Nested or not: children stand under the message they are in. */
async function flat(roots: readonly unknown[], losses: Loss[], pause: Pause): Promise<ForeignMessage[]> {
  const messages: ForeignMessage[] = [];
  const stack = roots.map((raw): { raw: unknown; under: string | null } => ({ raw, under: null })).reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    await pause();
    const message = toMessage(next.raw, next.under, messages.length, losses);
    messages.push(message);
    const children = childrenSchema.safeParse(next.raw).data?.children ?? [];
    for (const raw of [...children].reverse()) stack.push({ raw, under: message.id });
  }
  return messages;
}

function toMessage(raw: unknown, under: string | null, place: number, losses: Loss[]): ForeignMessage {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) {
    const id = idOf(z.looseObject({ messageId: z.unknown().optional() }).safeParse(raw).data?.messageId) ?? `#${place}`;
    addLoss(losses, id, reasonOf(parsed.error));
    return { id, parentId: under, role: "aside", parts: [], createdAt: null, model: null, status: "done" };
  }
  const message = parsed.data;
  const id = String(message.messageId);
  const parentId = under ?? message.parentMessageId ?? null;
  const isUser = message.isCreatedByUser ?? message.sender?.toLowerCase() === "user";
  const parts = partsOf(message, id, losses);
  for (const _ of message.files ?? []) addLoss(losses, id, "An attached file is not in the export.");
  const text = parts.map((part) => ("text" in part ? part.text : "")).join("");
  return {
    id,
    parentId: parentId === noParent || parentId === "" ? null : parentId,
    role: isUser ? "user" : "assistant",
    parts: isUser ? [{ type: "text", text }] : parts,
    createdAt: timeOf(message.createdAt),
    model: isUser ? null : (wordOf(message.model) ?? wordOf(message.sender)),
    status: message.error === true ? "failed" : message.unfinished === true ? "stopped" : "done",
  };
}

function partsOf(message: z.infer<typeof messageSchema>, id: string, losses: Loss[]): ForeignPart[] {
  if (!message.content || message.content.length === 0) return partsOfText(message.text ?? "");
  return message.content.flatMap((raw): ForeignPart[] => {
    const part = contentSchema.safeParse(raw);
    if (part.success) return contentPart(part.data);
    const type = z.looseObject({ type: z.string() }).safeParse(raw).data?.type ?? "unknown";
    addLoss(losses, id, `A part of the type ${type.slice(0, 60)} is not kept.`);
    return [];
  });
}

const words = z.union([z.string(), z.looseObject({ value: z.string() }).transform(({ value }) => value)]);
const argumentsSchema = z.union([z.string(), z.looseObject({}).transform((value) => JSON.stringify(value))]);
const contentSchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: words }),
  z.looseObject({ type: z.literal("think"), think: words }),
  z.looseObject({ type: z.literal("error"), error: words.optional(), text: words.optional() }),
  z.looseObject({
    type: z.literal("tool_call"),
    tool_call: z.looseObject({
      name: z.string(),
      args: argumentsSchema.nullish(),
      output: z.string().nullish(),
    }),
  }),
]);

function contentPart(part: z.infer<typeof contentSchema>): ForeignPart[] {
  switch (part.type) {
    case "text":
      return part.text === "" ? [] : [{ type: "text", text: part.text }];
    case "think":
      return [{ type: "reasoning", text: part.think, kind: "raw", durationMs: null }];
    case "error":
      return [{ type: "notice", text: `The answer failed: ${part.error ?? part.text ?? "no reason given"}` }];
    case "tool_call": {
      const { name, args, output } = part.tool_call;
      return [{ type: "tool", name, arguments: args ?? "", result: output ?? null }];
    }
  }
}
