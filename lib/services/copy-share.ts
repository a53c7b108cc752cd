import "server-only";
import { AppError } from "@/lib/errors/app-error";
import type { ForeignMessage, ForeignPart } from "@/lib/import/foreign";
import { createPace } from "@/lib/import/pace";
import { refusalWords, type ShareRefusal } from "@/lib/share/refusals";
import type { SharedConversation, SharedPart } from "@/lib/share/shared-conversation";
import { withheldWords } from "@/lib/share/withheld";
import { tellOwner } from "@/lib/stream/owner-feed";
import { importForeign } from "./import-foreign";
import { openShare, readShare } from "./open-share";
import { indexRest } from "./search-index";
import { isPassphrase } from "./share-passphrase";

/**
 * The shared messages as a conversation of the reader's own, taken once. A share holds what was shown, never what goes back to a
 * provider: the copy says so, and its next turns send the text alone.
 * @throws AppError not_found, also for one that is gone, may not be copied, or opens with another passphrase
 */
export async function copyShare(input: {
  userId: string;
  token: string;
  passphrase?: string | undefined;
}): Promise<{ id: string }> {
  const { userId, token, passphrase } = input;
  const share = await openShare(token);
  const isOpen = share?.passphraseHash == null || (await isPassphrase(passphrase ?? "", share.passphraseHash));
  if (share?.isGone) throw refused("gone");
  if (!share?.continuable || !isOpen) throw refused("wrong");
  const shared = await readShare(share);
  if (!shared || shared.messages.length === 0) throw refused("gone");
  const messages = toForeign(shared);
  const { id } = await importForeign({
    ...{ userId, format: "share", formatName: "Shared conversation", pause: createPace() },
    conversation: {
      ...{ id: share.id, title: shared.title, createdAt: Date.now(), updatedAt: Date.now(), model: null, losses: [] },
      ...{ messages, currentId: messages.at(-1)?.id ?? null },
    },
  });
  tellOwner(userId, { type: "conversation-changed", conversationId: id });
  void indexRest();
  return { id };
}

const refused = (why: ShareRefusal) =>
  new AppError("not_found", { detail: `share ${why}`, userMessage: refusalWords[why] });

const origin =
  "Copied from a shared conversation. What the model thought in it does not go back to the provider: a share has the words alone.";

function toForeign({ messages }: SharedConversation): ForeignMessage[] {
  return messages.map((message, place) => {
    const parts = message.parts.map(toPart);
    const withheld = withheldWords(message);
    if (withheld !== null) parts.push({ type: message.role === "user" ? "text" : "notice", text: withheld });
    if (place === messages.length - 1) parts.push({ type: "notice", text: origin });
    return {
      ...{ id: String(place), parentId: place === 0 ? null : String(place - 1), role: message.role, parts },
      ...{ createdAt: Date.parse(message.at), model: message.model, status: message.state },
    };
  });
}

function toPart(part: SharedPart): ForeignPart {
  switch (part.type) {
    case "text":
    case "notice":
      return { type: part.type, text: part.text };
    case "refusal":
      return { type: "text", text: part.text };
    case "reasoning":
      return part;
    case "tool":
      return { type: "tool", name: part.name, arguments: part.arguments, result: part.result };
    default:
      return part satisfies never;
  }
}
