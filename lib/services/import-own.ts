import "server-only";
import { type ImportBody, importBody, importedMessage } from "@/lib/contract/import";
import { findImported } from "@/lib/db/import";
import { AppError } from "@/lib/errors/app-error";
import { type Loss, noMessage, UnreadableConversation } from "@/lib/import/foreign";
import type { Pause } from "@/lib/import/pace";
import { reasonOf } from "@/lib/import/reason";
import { isObject } from "@/lib/reasoning/json";
import { storeExported } from "./import-conversation";
import { importKeyOf } from "./import-key";
import { openTree } from "./open-conversation";

interface OwnImport {
  id: string;
  isNew: boolean;
  title: string;
  messages: number;
  losses: Loss[];
}

/**
 * One conversation of an export of this product, taken once. Where the conversation it was made of is still here and has not changed,
 * that is the one.
 * @throws UnreadableConversation
 */
export async function importOwn(input: { userId: string; value: unknown; pause: Pause }): Promise<OwnImport> {
  const { userId, value, pause } = input;
  const file = await checked(value, pause);
  const { id, title } = file;
  if (file.messages.length === 0) throw new UnreadableConversation(noMessage);
  const about = { title, messages: file.messages.length, losses: [] };
  const importKey = await keyOf(file, pause);
  if (await isUnchanged({ userId, conversationId: id, importKey, pause })) return { id, isNew: false, ...about };
  const present = await findImported({ userId, importKey });
  if (present) return { id: present, isNew: false, ...about };
  try {
    return { ...(await storeExported({ userId, file, importKey, pause })), ...about };
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_request")
      throw new UnreadableConversation(error.userMessage.replace(/^This export cannot be read: /, ""));
    throw error;
  }
}

/** As the schema of the whole, one message at a time. */
async function checked(value: unknown, pause: Pause): Promise<ImportBody> {
  const list = isObject(value) && Array.isArray(value.messages) ? value.messages : null;
  const head = importBody.safeParse(list ? { ...Object(value), messages: [] } : value);
  if (!head.success) throw new UnreadableConversation(reasonOf(head.error));
  const messages: ImportBody["messages"] = [];
  for (const [index, item] of (list ?? []).entries()) {
    await pause();
    const message = importedMessage.safeParse(item);
    if (!message.success) throw new UnreadableConversation(`messages.${index}.${reasonOf(message.error)}`);
    messages.push(message.data);
  }
  return { ...head.data, messages };
}

type Keyed = Pick<ImportBody["messages"][number], "id" | "parentId" | "role"> & {
  parts: readonly { type: string; text: string }[];
};

function keyOf({ id, messages }: { id: string; messages: readonly Keyed[] }, pause: Pause): Promise<string> {
  const places = new Map(messages.map((message, place) => [message.id, place]));
  const placed = messages.map(({ parentId, role, parts }) => ({
    parent: parentId === null ? null : (places.get(parentId) ?? null),
    role,
    parts,
  }));
  return importKeyOf({ format: "verbatim", id, messages: placed, pause });
}

async function isUnchanged(input: { userId: string; conversationId: string; importKey: string; pause: Pause }) {
  const { importKey, pause, ...owned } = input;
  try {
    return (await keyOf(await openTree(owned), pause)) === importKey;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}
