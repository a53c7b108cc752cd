/** ⌘ on Apple keyboards, Ctrl elsewhere. Read when a key is pressed or after hydration, never while rendering on the server. */
export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

export function hasCommandKey(event: KeyboardEvent): boolean {
  return isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/** True while a key would type a character somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
  );
}
