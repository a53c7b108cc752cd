import type { KeyboardEvent, MouseEvent } from "react";
import { selection } from "@/lib/client/selection";
import type { ConversationListItem } from "@/lib/contract/conversations";

type List = readonly ConversationListItem[];

function handled(event: KeyboardEvent | MouseEvent): true {
  event.preventDefault();
  // a click would open the entry, Escape would go on to stop a running answer
  event.stopPropagation();
  return true;
}

/** With Shift a range; while something is selected, one more or one less. `fromId`: where a range begins that nothing began. */
export function selectByClick(event: MouseEvent<HTMLElement>, list: List, fromId: string | null): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-entry]") : null;
  const item = list.find(({ id }) => id === link?.dataset.entry);
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey) selection.extend(item, list, fromId);
  else if (selection.read().size > 0) selection.toggle(item);
  else return;
  handled(event);
}

/** Space, Shift with the arrows (which go on to move the focus), Ctrl or ⌘ with A, and Escape. @returns whether the key was for this alone */
export function selectByKey(event: KeyboardEvent, list: List, at: number): boolean {
  const item = list[at];
  if (!item || event.altKey) return false;
  const { key } = event;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== "a" || event.shiftKey) return false;
    selection.addAll(list);
    return handled(event);
  }
  if (key === " ") {
    selection.toggle(item);
    return handled(event);
  }
  if (key === "Escape" && selection.read().size > 0) {
    selection.clear();
    return handled(event);
  }
  const to = list[at + ({ ArrowDown: 1, ArrowUp: -1 }[key] ?? 0)];
  if (event.shiftKey && to && to !== item) selection.extend(to, list, item.id);
  return false;
}
