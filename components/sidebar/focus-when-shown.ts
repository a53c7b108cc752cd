/** A line that has not been measured yet is drawn invisibly for a frame or two, and cannot take the focus. */
export function focusWhenShown(id: string, tries = 30): void {
  const link = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`);
  link?.focus();
  if (document.activeElement !== link && tries > 0) requestAnimationFrame(() => focusWhenShown(id, tries - 1));
}
