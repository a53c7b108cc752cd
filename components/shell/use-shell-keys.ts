import { useEffect, useRef } from "react";
import { hasCommandKey, isTyping } from "@/lib/client/keyboard";

interface ShellKeys {
  newConversation: () => void;
  toggleSidebar: () => void;
  openCommands: () => void;
  openShortcuts: () => void;
}

/** The keys that work on every page. */
export function useShellKeys(keys: ShellKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = actionOf(event);
      if (!action || event.isComposing || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      latest.current[action]();
    };
    document.addEventListener("keydown", onKeyDown);
    // What came with the document can be read and typed into before it listens: base.css says so at the pointer.
    document.documentElement.dataset.alive = "";
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function actionOf(event: KeyboardEvent): keyof ShellKeys | null {
  if (hasCommandKey(event) && !event.altKey) {
    if (event.shiftKey && event.code === "KeyO") return "newConversation";
    if (event.shiftKey && event.code === "KeyS") return "toggleSidebar";
    return !event.shiftKey && event.code === "KeyK" ? "openCommands" : null;
  }
  return event.key === "?" && !isTyping(event.target) && !event.altKey && !event.ctrlKey && !event.metaKey
    ? "openShortcuts"
    : null;
}
