/** Where the focus goes when an entry goes: the entry after it, else the one before, else the button above them all. */
export function neighbourOf(conversationId: string): HTMLElement | null {
  const links = [...document.querySelectorAll<HTMLElement>("[data-entry]")];
  const at = links.findIndex((link) => link.dataset.entry === conversationId);
  return links[at + 1] ?? links[at - 1] ?? document.querySelector<HTMLElement>(".side-actions .new");
}
