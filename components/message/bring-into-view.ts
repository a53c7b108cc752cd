/** What the person does to look elsewhere. */
const ownMoves = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * What was asked for should be seen, also when it opens below the composer, and also the lines that come a moment later. With the first
 * move of the person the page is theirs. A ref callback; returns what ends it.
 */
export function bringIntoView(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return;
  element.scrollIntoView({ block: "nearest" });
  let knownHeight = element.offsetHeight;
  const observer = new ResizeObserver(() => {
    if (element.offsetHeight > knownHeight) element.scrollIntoView({ block: "nearest" });
    knownHeight = element.offsetHeight;
  });
  const end = () => {
    observer.disconnect();
    for (const move of ownMoves) window.removeEventListener(move, end);
  };
  observer.observe(element);
  for (const move of ownMoves) window.addEventListener(move, end, { passive: true });
  return end;
}
