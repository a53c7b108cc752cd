import "server-only";
import type { Outline } from "@/lib/contract/outline";
import { getConversation } from "@/lib/db/conversations";
import { listOutline } from "@/lib/db/outline";

/** The whole tree in a few words per message. @throws AppError not_found */
export async function showOutline(owned: { userId: string; conversationId: string }): Promise<Outline> {
  const { id, activeLeafId } = await getConversation(owned);
  return { activeLeafId, messages: await listOutline(id) };
}
