import { black } from "@/lib/share/blacken";

/** The letters stay, so that what is copied says the same as the other forms of a share. */
export const blackBar = `<span class="black" role="img" aria-label="Blackened">${black}</span>`;

/** Our own markup with blackened passages drawn as bars. Only between tags: what stands in an attribute or in the title stays as it is. */
export function withBlackBars(markup: string): string {
  if (!markup.includes(black)) return markup;
  const body = markup.indexOf("<body");
  const drawn = markup.slice(body).replaceAll(/>[^<]+/g, (text) => text.replaceAll(black, blackBar));
  return markup.slice(0, body) + drawn;
}
