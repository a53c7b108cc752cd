/** Where the focus goes when entries go: the entry after the last of them, else one before it, else the button above them all. */
export function neighbourOf(conversationIds: readonly string[]): HTMLElement | null {
  const links = [...document.querySelectorAll<HTMLElement>("[data-entry]")];
  const goes = (link: HTMLElement) => conversationIds.includes(`${link.dataset.entry}`);
  const at = links.findLastIndex(goes);
  return (
    links[at + 1] ??
    links.slice(0, Math.max(at, 0)).findLast((link) => !goes(link)) ??
    document.querySelector<HTMLElement>(".side-actions .new")
  );
}
