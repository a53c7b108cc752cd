/** ⌘ on Apple keyboards, Ctrl elsewhere. Read when a key is pressed or after hydration, never while rendering on the server. */
export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

export function hasCommandKey(event: KeyboardEvent): boolean {
  return isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}

/** Enter as it sends. 229: the Enter that ends an input method's composition in Safari comes after isComposing was reset. */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing && event.keyCode !== 229;
}

/** True while a key would type a character somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
  );
}
