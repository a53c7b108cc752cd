import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { limits } from "@/lib/config/limits";
import { log } from "@/lib/config/log";
import { purgeOneConversation, purgeOneTemporary } from "@/lib/db/conversation-sets";
import { purgeOne } from "@/lib/db/deletions";

const everyMs = 60_000;
const firstMs = 3_000;
const shared = globalThis as typeof globalThis & { verbatimPurge?: NodeJS.Timeout };

/** Removes what can no longer be brought back, at the start and from then on. */
export function beginPurging(): void {
  clearInterval(shared.verbatimPurge);
  shared.verbatimPurge = setInterval(() => void purge(), everyMs);
  shared.verbatimPurge.unref();
  // Not before the first page: the database client takes 300 ms to load.
  setTimeout(() => void purge(), firstMs).unref();
}

async function purge(): Promise<void> {
  try {
    const count = await purgeMessages();
    if (count > 0) log().info({ messages: count }, "deleted messages removed");
    const conversations = await purgeConversations();
    if (conversations > 0) log().info({ conversations }, "deleted conversations removed");
    const temporary = await repeated(purgeOneTemporary);
    if (temporary > 0) log().info({ conversations: temporary }, "temporary conversations removed");
  } catch (error) {
    log().warn({ err: error }, "what was deleted is not removed yet");
  }
}

/** One subtree at a time, so that nobody waits for it. Several processes may do so at once. @returns how many messages went */
export const purgeMessages = (undoMs: number = limits.undoMs) => repeated(() => purgeOne(undoMs));

/** The same of whole conversations. @returns how many went */
export const purgeConversations = (undoMs: number = limits.undoMs) => repeated(() => purgeOneConversation(undoMs));

async function repeated(removeOne: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const count = await removeOne();
    if (count === 0) return total;
    total += count;
    // Running answers share this thread.
    await wait(2);
  }
}
