import "server-only";
import type { ReviewedPart, ShareReview } from "@/lib/contract/shares";
import type { MessagePart, MessageView } from "@/lib/conversation/message";
import { getInstructions } from "@/lib/db/conversations";
import { findsIn } from "@/lib/share/finds";
import { loadShareBranch, type ShareExtent } from "./load-shared";

const wordsLength = 80;

/** A branch part by part, with what people may not have meant to share. @throws AppError not_found, invalid_request */
export async function reviewShare({
  userId,
  conversationId,
  ...extent
}: { userId: string; conversationId: string } & ShareExtent): Promise<ShareReview> {
  const owned = { userId, conversationId };
  const [{ title, leafId, messages }, instructions] = await Promise.all([
    loadShareBranch(owned, extent),
    getInstructions(owned),
  ]);
  const titleFinds = findsIn(title, instructions);
  const { fromId = null } = extent;
  return { title, titleFinds, leafId, fromId, messages: messages.map((message) => reviewed(message, instructions)) };
}

const reviewed = ({ id, role, createdAt, parts }: MessageView, instructions: string) => ({
  ...{ id, role, at: createdAt },
  words: parts
    .map((part) => (part.type === "text" ? part.text : ""))
    .join(" ")
    .replace(/[\s`*_#|>~]+/g, " ")
    .trim()
    .slice(0, wordsLength),
  parts: parts.map((part) => reviewedPart(part, instructions)),
});

function reviewedPart(part: MessagePart, instructions: string): ReviewedPart {
  const text = part.type === "tool" ? `${part.arguments}\n${part.result ?? ""}` : part.text;
  return { type: part.type, text, name: part.type === "tool" ? part.name : null, finds: findsIn(text, instructions) };
}
