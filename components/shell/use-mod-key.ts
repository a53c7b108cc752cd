import { useSyncExternalStore } from "react";
import { isApple } from "@/lib/client/keyboard";

const never = () => () => {};

/** "Mod" is ⌘ on Apple keyboards and Ctrl elsewhere. */
export function useModKey(): string {
  return useSyncExternalStore(
    never,
    () => (isApple() ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}
