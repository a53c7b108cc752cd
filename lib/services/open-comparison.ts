import "server-only";
import type { ComparisonView } from "@/lib/contract/comparison";
import type { MessageView } from "@/lib/conversation/message";
import { childrenByParent } from "@/lib/conversation/tree";
import { getConversation } from "@/lib/db/conversations";
import { findMessageView, listTreeNodes } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import { withTextSoFar } from "./text-so-far";

/**
 * Some answers to one question, those that run with their text so far. The question is that of the first answer there is; what stands
 * elsewhere, or was never stored, is an empty lane.
 * @throws AppError not_found when none of them is an answer in this conversation
 */
export async function openComparison(input: {
  userId: string;
  conversationId: string;
  answerIds: readonly string[];
}): Promise<ComparisonView> {
  const { id, title, settings } = await getConversation(input);
  const nodes = await listTreeNodes(id);
  const children = childrenByParent(nodes);
  const parentOf = new Map(nodes.map((node) => [node.id, node.parentId]));
  const questionId = input.answerIds.map((answerId) => parentOf.get(answerId)).find((parentId) => parentId);
  const question = questionId ? await findMessageView(id, questionId) : null;
  if (question?.role !== "user") throw new AppError("not_found", { detail: "answers to compare" });
  const beside = new Set(children.get(question.id));
  const lanes = await Promise.all(
    input.answerIds.map(async (answerId) => ({
      answerId,
      messages: beside.has(answerId) ? await withTextSoFar(await laneFrom(id, answerId, children)) : [],
    })),
  );
  return { id, title, settings, question, lanes };
}

/** An answer and what went on from it: questions that Continue asked, and their newest answers. */
async function laneFrom(
  conversationId: string,
  answerId: string,
  children: ReadonlyMap<string, string[]>,
): Promise<MessageView[]> {
  const lane: MessageView[] = [];
  const newestUnder = (message: MessageView | null) => {
    const under = message && children.get(message.id)?.at(-1);
    return under ? findMessageView(conversationId, under) : null;
  };
  for (let answer = await findMessageView(conversationId, answerId); answer; ) {
    lane.push(answer);
    const asked = await newestUnder(answer);
    const isContinue = asked?.role === "user" && asked.continuesId !== null;
    answer = isContinue ? await newestUnder(asked) : null;
    if (asked && answer) lane.push(asked);
  }
  return lane;
}
