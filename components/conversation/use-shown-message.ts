import { type RefObject, useEffect, useLayoutEffect } from "react";
import type { ListReach } from "./message-list";

interface ShownMessage {
  list: RefObject<HTMLElement | null>;
  reach: RefObject<ListReach | null>;
  toEnd: () => void;
  /** the end is not followed any more */
  letGo: () => void;
  /** brings it to the page */
  reveal: (messageId: string) => Promise<boolean>;
  /** its messages came with the page */
  isStored: boolean;
  /** from ?m= */
  messageId: string | undefined;
}

/** Opens the page at its end, or at the message of the address; that one is marked, and its reasoning opened where it was found. */
export function useShownMessage({ list, reach, toEnd, letGo, reveal, isStored, messageId }: ShownMessage): void {
  useLayoutEffect(() => {
    const asked = messageId && list.current?.querySelector(`[data-message-id="${CSS.escape(messageId)}"]`);
    if (asked) asked.scrollIntoView({ block: "start" });
    else if (isStored) toEnd();
  }, [list, isStored, messageId, toEnd]);

  useEffect(() => {
    if (!messageId) return;
    let end: (() => void) | null = () => {};
    void import("./show-message").then((module) => {
      if (end) end = module.showMessage(messageId);
    });
    return () => {
      end?.();
      end = null;
    };
  }, [messageId]);

  // the result of a search that has been opened already is pressed again, and the message may be far away by now
  useEffect(() => {
    const onWanted = async ({ detail }: WindowEventMap["verbatim-wanted"]) => {
      letGo();
      if (await reveal(detail)) requestAnimationFrame(() => reach.current?.show(detail));
    };
    window.addEventListener("verbatim-wanted", onWanted);
    return () => window.removeEventListener("verbatim-wanted", onWanted);
  }, [reach, letGo, reveal]);
}

declare global {
  interface WindowEventMap {
    /** a message of the open conversation is to be shown that is not drawn */
    "verbatim-wanted": CustomEvent<string>;
  }
}
