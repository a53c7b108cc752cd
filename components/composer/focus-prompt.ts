/** Puts the focus where the next thing is written. On a touch screen it would open the keyboard over half the page. */
export function focusPrompt(): void {
  if (!matchMedia("(pointer: fine)").matches) return;
  document.querySelector<HTMLElement>("textarea[data-prompt]")?.focus({ preventScroll: true });
}
