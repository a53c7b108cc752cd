import { type RefCallback, useCallback, useLayoutEffect, useRef } from "react";
import { focusPrompt } from "./focus-prompt";

/**
 * Send and Stop give way to each other, and the focus that one of them had goes to the prompt, on a touch screen to the other one. They
 * need keys of their own: one element that becomes the disabled Send would lose it without a word. @returns the ref of both
 */
export function useSendFocus(): RefCallback<HTMLButtonElement> {
  const present = useRef<HTMLButtonElement>(null);
  const wasFocused = useRef(false);
  useLayoutEffect(() => {
    if (!wasFocused.current) return;
    wasFocused.current = false;
    present.current?.focus({ preventScroll: true });
    focusPrompt();
  });
  return useCallback((button: HTMLButtonElement | null) => {
    present.current = button;
    // a ref is taken back before its element leaves the page, and with it the focus
    return () => {
      wasFocused.current = document.activeElement === button;
    };
  }, []);
}
