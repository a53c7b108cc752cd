import type { OwnerEvent } from "@/lib/contract/events";
import { refreshConversation, refreshConversations, showDeleted } from "./conversations";
import { type HeardEvent, ownerEvents } from "./owner-events";
import { pause, retryDelayMs } from "./pause";
import { refreshProjectsSoon } from "./projects";
import { forgetRunning, markIdle, markOnly, markRunning } from "./running";
import { serverEvents } from "./server-events";
import { serverLine } from "./server-line";
import { refreshTags } from "./tags";

/**
 * Keeps the sidebar and the open conversation up to date for as long as the page is visible. A hidden page lets go, since browsers allow
 * six connections per host, and looks at everything when it is seen again.
 */
export function keepOwnerFeed(signal: AbortSignal): void {
  let current: AbortController | null = null;
  let isFirst = true;
  const look = () => {
    if (document.visibilityState !== "visible" || signal.aborted) {
      current?.abort();
      current = null;
    } else if (!current) {
      current = new AbortController();
      void follow(current.signal, () => {
        const isAfterGap = !isFirst;
        isFirst = false;
        return isAfterGap;
      });
    }
  };
  document.addEventListener("visibilitychange", look);
  signal.addEventListener("abort", () => {
    document.removeEventListener("visibilitychange", look);
    look();
  });
  look();
}

/** A look costs the server next to nothing, and a person waits for it. */
const longestWaitMs = 2000;
const feedLine = {};

/** One connection after the other, until `signal` ends it or the server refuses. */
async function follow(signal: AbortSignal, takeGap: () => boolean): Promise<void> {
  signal.addEventListener("abort", () => serverLine.forget(feedLine), { once: true });
  for (let attempt = 0, misses = 0; !signal.aborted; attempt += 1) {
    let isReached = false;
    const connection = new AbortController();
    const end = () => connection.abort();
    signal.addEventListener("abort", end, { once: true });
    try {
      const response = await fetch("/api/events", { signal: connection.signal });
      // signed out, or a server that has no feed: the page works without
      if (response.status >= 400 && response.status < 500 && response.status !== 429)
        return serverLine.forget(feedLine);
      isReached = response.status < 500;
      if (response.ok) {
        for await (const data of serverEvents(response, connection)) {
          const event = readEvent(data);
          if (!event) continue;
          attempt = 0;
          if (!ownerEvents.isOpen) serverLine.tell(feedLine, "up");
          ownerEvents.setOpen(true);
          hear({ event, isAfterGap: event.type === "running" && takeGap() });
        }
      }
    } catch {
      // lost, or let go: the loop says which
    }
    signal.removeEventListener("abort", end);
    ownerEvents.setOpen(false);
    if (signal.aborted) return;
    misses = isReached ? 0 : misses + 1;
    // one attempt may fail by chance
    if (misses === 0) serverLine.forget(feedLine);
    else if (misses > 1) serverLine.tell(feedLine, "down");
    await pause(misses > 0 ? Math.min(retryDelayMs(attempt), longestWaitMs) : retryDelayMs(attempt), signal);
  }
}

function hear(heard: HeardEvent): void {
  const { event } = heard;
  switch (event.type) {
    case "running":
      markOnly(event.answers);
      refreshConversations();
      break;
    case "answer-started":
      markRunning(event.conversationId, Date.parse(event.startedAt), event.answerId);
      refreshProjectsSoon();
      refreshConversation(event.conversationId);
      break;
    case "answer-ended":
      markIdle(event.conversationId, event.answerId);
      refreshConversation(event.conversationId);
      break;
    case "conversation-deleted":
      showDeleted([event.conversationId]);
      refreshProjectsSoon();
      forgetRunning(event.conversationId);
      break;
    case "conversation-changed":
    case "messages-changed":
      refreshProjectsSoon();
      refreshConversation(event.conversationId);
      break;
    case "projects-changed":
      refreshProjectsSoon();
      // the conversations of one that was deleted are in none now
      refreshConversations();
      break;
    case "tags-changed":
      refreshTags();
      refreshConversations();
      break;
    default:
      // of a newer server: whatever it is, the list is looked at
      event satisfies never;
      refreshConversations();
  }
  ownerEvents.tell(heard);
}

/** Made by our own server from the type it is read as (lib/contract/events.ts). */
function readEvent(data: string): OwnerEvent | null {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
