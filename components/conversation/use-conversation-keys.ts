import { useEffect, useRef } from "react";
import { copyText } from "@/lib/client/clipboard";
import { hasCommandKey, isTyping } from "@/lib/client/keyboard";
import type { MessageView } from "@/lib/conversation/message";
import type { ConversationState } from "./conversation-state";

interface ConversationKeys {
  state: ConversationState;
  stop: () => void;
  chooseVersion: (messageId: string) => void;
  lastAnswer: () => Promise<MessageView | undefined>;
}

/** / prompt · Esc stop, then blur · Alt+arrows versions of the focused message · Ctrl/⌘ Shift C copy the last answer */
export function useConversationKeys(keys: ConversationKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], :popover-open")) return;
      handleKey(event, latest.current);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function handleKey(event: KeyboardEvent, { state, stop, chooseVersion, lastAnswer }: ConversationKeys): void {
  if (event.key === "Escape") {
    if (state.activity === "running") stop();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  } else if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.querySelector<HTMLElement>("[data-prompt]")?.focus();
  } else if (event.code === "KeyC" && event.shiftKey && hasCommandKey(event)) {
    if (!state.messages.some((message) => message.role === "assistant")) return;
    event.preventDefault();
    void lastAnswer().then((answer) => answer && copyText(textOf(answer)));
  } else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight") && !isTyping(event.target)) {
    const sibling = siblingOf(event.target, event.key === "ArrowLeft" ? -1 : 1, state.messages);
    if (!sibling) return;
    event.preventDefault();
    chooseVersion(sibling);
  }
}

function siblingOf(target: EventTarget | null, step: number, messages: readonly MessageView[]): string | undefined {
  const element = target instanceof Element ? target.closest("[data-message-id]") : null;
  const id = element?.getAttribute("data-message-id");
  const message = messages.find((each) => each.id === id);
  return message?.siblings[message.siblings.indexOf(message.id) + step];
}

function textOf(message: MessageView): string {
  return message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}
