import { z } from "zod";
import {
  addLoss,
  type ForeignConversation,
  type ForeignMessage,
  type ForeignPart,
  idOf,
  type Loss,
  tableSchema,
  timeOf,
  UnreadableConversation,
  wordOf,
} from "./foreign";
import type { Pause } from "./pace";
import { reasonOf } from "./reason";
import { partsOfText } from "./reasoning-blocks";

/* One element of a list of chats, or a chat alone: a tree of messages by id, reasoning written into the text of answers. Times are seconds. */
const chatSchema = z.looseObject({
  title: z.unknown().optional(),
  models: z.array(z.unknown()).nullish().catch(null),
  timestamp: z.unknown().optional(),
  history: z.looseObject({ messages: tableSchema, currentId: z.unknown().optional() }).nullish(),
  messages: z.array(z.unknown()).nullish(),
});
const rowSchema = z.looseObject({ chat: chatSchema });
const messageSchema = z.looseObject({
  id: z.unknown().optional(),
  parentId: z.string().nullish(),
  role: z.string(),
  content: z.union([z.string(), z.array(z.unknown()), z.null()]).optional(),
  reasoning_content: z.string().nullish().catch(null),
  model: z.unknown().optional(),
  timestamp: z.unknown().optional(),
  done: z.unknown().optional(),
  error: z.unknown().optional(),
  files: z.array(z.unknown()).nullish().catch(null),
});

export const isOpenWebUi = (value: object): boolean => chatOf(value) !== null;

function chatOf(value: object): object | null {
  const inner = "chat" in value && typeof value.chat === "object" ? value.chat : value;
  if (inner === null) return null;
  const history = "history" in inner ? inner.history : null;
  const isTree = typeof history === "object" && history !== null && "messages" in history;
  return isTree || (inner !== value && "messages" in inner) ? inner : null;
}

/** @throws UnreadableConversation */
export async function readOpenWebUi(value: object, pause: Pause): Promise<ForeignConversation> {
  const row = rowSchema.safeParse("chat" in value ? value : { ...value, chat: value });
  if (!row.success) throw new UnreadableConversation(reasonOf(row.error));
  const { chat } = row.data;
  const losses: Loss[] = [];
  const messages: ForeignMessage[] = [];
  const isTree = chat.history != null;
  // Old files have a list without a tree: each message stands under the one before it.
  for (const [key, raw] of Object.entries(chat.history?.messages ?? chat.messages ?? [])) {
    await pause();
    messages.push(toMessage(key, raw, isTree ? undefined : (messages.at(-1)?.id ?? null), losses));
  }
  return {
    id: idOf(row.data.id) ?? idOf(chat.id) ?? "",
    title: wordOf(row.data.title) ?? wordOf(chat.title) ?? "",
    createdAt: timeOf(row.data.created_at) ?? timeOf(chat.timestamp),
    updatedAt: timeOf(row.data.updated_at),
    model: wordOf(chat.models?.[0]),
    messages,
    currentId: idOf(chat.history?.currentId),
    losses,
  };
}

/** `parentId` undefined: the message says. */
function toMessage(key: string, raw: unknown, parentId: string | null | undefined, losses: Loss[]): ForeignMessage {
  const parsed = messageSchema.safeParse(raw);
  const id = key;
  const empty = { id, parts: [], createdAt: null, model: null, status: "done" as const };
  if (!parsed.success) {
    addLoss(losses, id, reasonOf(parsed.error));
    const parent = z.looseObject({ parentId: z.string() }).safeParse(raw).data?.parentId ?? null;
    return { ...empty, parentId: parentId === undefined ? parent : parentId, role: "aside" };
  }
  const { role, content, files, error, done } = parsed.data;
  const isUser = role === "user";
  const text = typeof content === "string" ? content : listText(content ?? [], id, losses);
  for (const _ of files ?? []) addLoss(losses, id, "An attached file is not in the export.");
  return {
    id,
    parentId: parentId === undefined ? (parsed.data.parentId ?? null) : parentId,
    role: isUser ? "user" : role === "assistant" ? "assistant" : "aside",
    parts: isUser ? [{ type: "text", text }] : answerParts(role, text, parsed.data.reasoning_content ?? "", error),
    createdAt: timeOf(parsed.data.timestamp),
    model: isUser ? null : wordOf(parsed.data.model),
    status: error ? "failed" : done === false ? "interrupted" : "done",
  };
}

function answerParts(role: string, text: string, reasoning: string, error: unknown): ForeignPart[] {
  if (role !== "assistant")
    return text.trim() === ""
      ? []
      : [{ type: "notice", text: `${role === "system" ? "Instructions" : role}: ${text}` }];
  const words = errorText(error);
  return [
    ...(reasoning === ""
      ? []
      : [{ type: "reasoning" as const, text: reasoning, kind: "raw" as const, durationMs: null }]),
    ...partsOfText(text),
    ...(words === null ? [] : [{ type: "notice" as const, text: `The answer failed: ${words}` }]),
  ];
}

function errorText(error: unknown): string | null {
  if (typeof error === "string") return wordOf(error);
  return (
    wordOf(z.looseObject({ content: z.string() }).safeParse(error).data?.content) ?? (error ? "no reason given" : null)
  );
}

function listText(list: readonly unknown[], id: string, losses: Loss[]): string {
  return list
    .flatMap((item) => {
      const text = typeof item === "string" ? item : z.object({ text: z.string() }).safeParse(item).data?.text;
      if (text === undefined) addLoss(losses, id, "A part of it is no text and is not kept.");
      return text ?? [];
    })
    .join("\n");
}
