import { type RefObject, useEffect, useRef } from "react";

/**
 * What opens by somebody's act takes the focus: its element with `data-initial`, else its first field or button. When it goes with the focus
 * in it, the focus goes back to where it was.
 */
export function useFocusInside<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const before = document.activeElement;
    const element = ref.current;
    const first =
      element?.querySelector<HTMLElement>("[data-initial]") ?? element?.querySelector("select, input, button");
    if (first instanceof HTMLElement) first.focus();
    return () => {
      const isLost = !element?.isConnected && document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return ref;
}
