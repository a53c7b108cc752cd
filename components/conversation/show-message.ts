/** What the person does to look elsewhere. */
const ownMoves = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/** Until a message that is not on the page is there, ms. */
const reachMs = 10_000;
/** While formulas, code and fonts take their final size, and parts of the page are still coming, ms. */
const settleMs = 1500;
const markMs = 2400;
/** A press on something React has not taken over yet is pressed again, ms. */
const pressAgainMs = 250;

let endLast = () => {};

/**
 * Brings a message of the open conversation to the top and marks it for a moment; with `#reasoning-2` in the address its second reasoning is
 * opened and brought there instead. With the first move of the person the page is theirs.
 */
export function showMessage(messageId: string): () => void {
  endLast();
  let until = performance.now() + reachMs;
  const place = Number(/^#reasoning-(\d+)$/.exec(location.hash)?.[1] ?? 0);
  let marked: HTMLElement | null = null;
  let pressed = Number.NEGATIVE_INFINITY;
  let isOpened = place === 0;
  let frame = 0;

  const step = () => {
    const article = document.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(messageId)}"]`);
    if (article) {
      if (article !== marked) {
        article.dataset.marked = "";
        article.focus({ preventScroll: true });
        if (!marked) until = performance.now() + settleMs;
        marked = article;
      }
      const thought = article.querySelectorAll<HTMLElement>(".thought")[place - 1] ?? null;
      const toggle = thought?.querySelector<HTMLElement>("button[aria-expanded]");
      if (toggle?.ariaExpanded === "true") isOpened = true;
      else if (toggle && !isOpened && performance.now() - pressed > pressAgainMs) {
        pressed = performance.now();
        toggle.click();
      }
      const target = thought ?? article;
      const wanted = Number.parseFloat(getComputedStyle(target).scrollMarginTop) || 0;
      if (Math.abs(target.getBoundingClientRect().top - wanted) > 1) target.scrollIntoView({ block: "start" });
    }
    if (performance.now() < until) frame = requestAnimationFrame(step);
    else stopHolding();
  };
  const stopHolding = () => {
    cancelAnimationFrame(frame);
    for (const move of ownMoves) window.removeEventListener(move, stopHolding);
  };
  const unmark = setTimeout(() => {
    if (marked) delete marked.dataset.marked;
  }, markMs);
  endLast = () => {
    stopHolding();
    clearTimeout(unmark);
    if (marked) delete marked.dataset.marked;
  };
  for (const move of ownMoves) window.addEventListener(move, stopHolding, { passive: true });
  step();
  if (!marked) window.dispatchEvent(new CustomEvent("verbatim-wanted", { detail: messageId }));
  return endLast;
}
