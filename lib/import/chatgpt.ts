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

/*
 * One element of conversations.json: a mapping of nodes by id, each with its parent and perhaps a message. Times are seconds with
 * fractions. What the models and tools say among themselves has a recipient other than "all".
 */
const conversationSchema = z.looseObject({
  mapping: tableSchema,
  title: z.unknown().optional(),
  create_time: z.unknown().optional(),
  update_time: z.unknown().optional(),
  current_node: z.unknown().optional(),
  default_model_slug: z.unknown().optional(),
});
const nodeSchema = z.looseObject({
  parent: z.string().nullish(),
  children: z.array(z.string()).nullish().catch(null),
  message: z
    .looseObject({
      author: z.looseObject({ role: z.string(), name: z.string().nullish().catch(null) }),
      content: z.looseObject({ content_type: z.string() }),
      create_time: z.unknown().optional(),
      status: z.unknown().optional(),
      recipient: z.string().nullish().catch(null),
      metadata: z.looseObject({}).nullish().catch(null),
    })
    .nullish(),
});
type Message = NonNullable<z.infer<typeof nodeSchema>["message"]>;

export const isChatGpt = (value: object): boolean => "mapping" in value;

/** @throws UnreadableConversation */
export async function readChatGpt(value: unknown, pause: Pause): Promise<ForeignConversation> {
  const parsed = conversationSchema.safeParse(value);
  if (!parsed.success) throw new UnreadableConversation(reasonOf(parsed.error));
  const { mapping, ...head } = parsed.data;
  const losses: Loss[] = [];
  const read = new Map<string, { message: ForeignMessage; children: readonly string[] }>();
  for (const [id, raw] of Object.entries(mapping)) {
    await pause();
    const node = nodeSchema.safeParse(raw);
    if (!node.success) addLoss(losses, id, reasonOf(node.error));
    const { parent = null, children = null, message = null } = node.success ? node.data : { parent: parentOf(raw) };
    read.set(id, {
      message: toMessage(id, parent, message, wordOf(head.default_model_slug), losses),
      children: children ?? [],
    });
  }
  return {
    id: idOf(parsed.data.conversation_id) ?? idOf(parsed.data.id) ?? "",
    title: wordOf(head.title) ?? "",
    createdAt: timeOf(head.create_time),
    updatedAt: timeOf(head.update_time),
    model: wordOf(head.default_model_slug),
    messages: inOrder(read),
    currentId: idOf(head.current_node),
    losses,
  };
}

/** A node whose message cannot be read still holds together what stands under it. */
function parentOf(raw: unknown): string | null {
  const parsed = z.looseObject({ parent: z.string() }).safeParse(raw);
  return parsed.success ? parsed.data.parent : null;
}

/** Versions in the order their parent lists them; the mapping itself is in any order. */
function inOrder(read: Map<string, { message: ForeignMessage; children: readonly string[] }>): ForeignMessage[] {
  const rank = new Map<string, number>();
  for (const { children } of read.values()) for (const [index, child] of children.entries()) rank.set(child, index);
  return [...read.values()]
    .map(({ message }) => message)
    .sort((a, b) => (rank.get(a.id) ?? Number.MAX_SAFE_INTEGER) - (rank.get(b.id) ?? Number.MAX_SAFE_INTEGER));
}

function toMessage(
  id: string,
  parentId: string | null,
  message: Message | null,
  model: string | null,
  losses: Loss[],
): ForeignMessage {
  const empty = { id, parentId, parts: [], createdAt: null, model: null, status: "done" as const };
  if (!message) return { ...empty, role: "aside" };
  const { role } = message.author;
  const isUser = role === "user" && message.metadata?.is_visually_hidden_from_conversation !== true;
  const parts = isUser ? questionParts(message, id, losses) : answerParts(message, id, losses);
  return {
    ...empty,
    role: isUser && !isInstruction(message) ? "user" : role === "assistant" ? "assistant" : "aside",
    parts,
    createdAt: timeOf(message.create_time),
    model: role === "assistant" ? (wordOf(message.metadata?.model_slug) ?? model) : null,
    status: statusOf(message.status),
  };
}

const isInstruction = ({ content }: Message) => content.content_type.endsWith("editable_context");

function statusOf(status: unknown): ForeignMessage["status"] {
  if (status === "in_progress") return "interrupted";
  return status === "finished_partial_completion" ? "stopped" : "done";
}

/** Questions are text: what is not is named in it, and in the report. */
function questionParts(message: Message, id: string, losses: Loss[]): ForeignPart[] {
  const parts = answerParts(message, id, losses);
  if (isInstruction(message)) return parts;
  const text = parts.map((part) => ("text" in part ? part.text : "")).filter((piece) => piece !== "");
  return [{ type: "text", text: text.join("\n") }];
}

function answerParts(message: Message, id: string, losses: Loss[]): ForeignPart[] {
  const { content, author, recipient } = message;
  const text = textOf(content);
  const type = content.content_type;
  if (type === "thoughts") return thoughts(content.thoughts, id, losses);
  if (type === "reasoning_recap") {
    const seconds = message.metadata?.finished_duration_sec;
    if (typeof seconds === "number" && seconds >= 0 && seconds < 1e6)
      return [{ type: "reasoning-end", durationMs: Math.round(seconds * 1000) }];
    const words = wordOf(content.content);
    return words === null ? [] : [{ type: "notice", text: words }];
  }
  if (isInstruction(message)) return instructions(content);
  if (author.role === "tool")
    return [
      ...(text === "" ? [] : [{ type: "tool-result" as const, name: author.name ?? "tool", text }]),
      ...assets(content, id, losses),
    ];
  if (author.role === "assistant" && recipient && recipient !== "all")
    return text === "" ? [] : [{ type: "tool", name: recipient, arguments: text, result: null }];
  if (author.role !== "assistant" && author.role !== "user")
    return text.trim() === ""
      ? []
      : [{ type: "notice", text: `${author.role === "system" ? "Instructions" : author.role}: ${text}` }];
  if (type === "code" || type === "execution_output")
    return text === "" ? [] : [{ type: "text", text: fenced(text, content.language) }];
  const left = assets(content, id, losses);
  if (text === "" && left.length === 0 && type !== "text" && type !== "multimodal_text")
    addLoss(losses, id, `Content of the type ${type.slice(0, 60)} has no text that could be kept.`);
  return [...(text === "" ? [] : [{ type: "text" as const, text }]), ...left];
}

/** The text of any content: parts that are text, or the field that holds it. */
function textOf(content: Record<string, unknown>): string {
  if (Array.isArray(content.parts))
    return content.parts
      .map((part) =>
        typeof part === "string" ? part : (z.object({ text: z.string() }).safeParse(part).data?.text ?? ""),
      )
      .filter((part) => part !== "")
      .join("\n");
  for (const key of ["text", "result", "content"]) if (typeof content[key] === "string") return content[key];
  return "";
}

const assetSchema = z.looseObject({ content_type: z.string() });
/** Pictures and sounds are other files than this one. */
function assets(content: Record<string, unknown>, id: string, losses: Loss[]): ForeignPart[] {
  if (!Array.isArray(content.parts)) return [];
  return content.parts.flatMap((part): ForeignPart[] => {
    if (typeof part === "string" || z.object({ text: z.string() }).safeParse(part).success) return [];
    const type = assetSchema.safeParse(part).data?.content_type ?? "unknown";
    const what = type.includes("image")
      ? "A picture"
      : type.includes("audio") || type.includes("video")
        ? "A recording"
        : "A part";
    addLoss(losses, id, `${what} of the type ${type.slice(0, 60)} is not in the file.`);
    return [{ type: "notice", text: `[${what} that is not in the file]` }];
  });
}

const thoughtSchema = z.looseObject({ summary: z.string().nullish(), content: z.string().nullish() });
function thoughts(list: unknown, id: string, losses: Loss[]): ForeignPart[] {
  const items = Array.isArray(list) ? list : [];
  if (!Array.isArray(list)) addLoss(losses, id, "Its reasoning is no list.");
  const texts = items.flatMap((item) => {
    const thought = thoughtSchema.safeParse(item);
    if (!thought.success) addLoss(losses, id, "A piece of its reasoning cannot be read.");
    const { summary, content } = thought.data ?? {};
    const text = [summary && `**${summary}**`, content].filter(Boolean).join("\n\n");
    return text === "" ? [] : [text];
  });
  // An empty list is what is left of reasoning the provider kept to itself.
  if (texts.length === 0) return [{ type: "reasoning", text: "", kind: "hidden", durationMs: null }];
  return [{ type: "reasoning", text: texts.join("\n\n"), kind: "summary", durationMs: null }];
}

function instructions(content: Record<string, unknown>): ForeignPart[] {
  const texts = ["user_profile", "user_instructions", "model_set_context"].flatMap((key) => wordsOf(content[key]));
  return texts.length === 0 ? [] : [{ type: "notice", text: `Instructions: ${texts.join("\n\n")}` }];
}
const wordsOf = (value: unknown): string[] => (typeof value === "string" && value.trim() !== "" ? [value] : []);

/** A fence longer than any run of backticks inside. */
function fenced(text: string, language: unknown): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  const marks = "`".repeat(longest + 1);
  const name =
    typeof language === "string" && /^[a-z0-9+#-]{1,20}$/i.test(language) && language !== "unknown" ? language : "";
  return `${marks}${name}\n${text}\n${marks}`;
}
