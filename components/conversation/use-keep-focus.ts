import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { ConversationState } from "./conversation-state";

interface Place {
  element: HTMLElement;
  /** whose versions the message is one of */
  parentId: string | null;
  /** accessible name of the control; null: the message itself */
  control: string | null;
}

/**
 * A message gives way to another version of it, and takes its buttons along: the focus goes to the same button of the one shown now, or to
 * that message until the button is there, so that one can press again.
 */
export function useKeepFocus(list: RefObject<HTMLElement | null>, { messages, activity }: ConversationState): void {
  const place = useRef<Place | null>(null);
  const latest = useRef(messages);

  useLayoutEffect(() => {
    const held = place.current;
    latest.current = messages;
    const { activeElement } = document;
    const isLost =
      held !== null && !held.element.isConnected && (activeElement === null || activeElement === document.body);
    const isWaiting = held !== null && held.control !== null && activeElement === held.element && activity === "idle";
    if (!held || (!isLost && !isWaiting)) return;
    const message = messages.find(({ parentId }) => parentId === held.parentId);
    const article =
      message && list.current?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(message.id)}"]`);
    if (!article) return;
    const control =
      held.control && article.querySelector<HTMLElement>(`button[aria-label="${CSS.escape(held.control)}"]:enabled`);
    const element = control || article;
    element.focus({ preventScroll: true });
    place.current = { ...held, element, control: isWaiting && !control ? null : held.control };
  }, [messages, activity, list]);

  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent) => {
      const article = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-message-id]") : null;
      const message = latest.current.find(({ id }) => id === article?.dataset.messageId);
      place.current =
        message && target instanceof HTMLElement
          ? { element: target, parentId: message.parentId, control: target.getAttribute("aria-label") }
          : null;
      if (place.current && target === article) place.current.control = null;
    };
    // a press beside everything leaves the button on purpose; one that was taken off the page did not
    const onFocusOut = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        const { current } = place;
        const hasLeft = target instanceof Element && target.isConnected && document.activeElement !== target;
        if (hasLeft && current?.element === target) place.current = null;
      });
    document.addEventListener("focusin", onFocusIn);
    document.addEventListener("focusout", onFocusOut);
    return () => {
      document.removeEventListener("focusin", onFocusIn);
      document.removeEventListener("focusout", onFocusOut);
    };
  }, []);
}
