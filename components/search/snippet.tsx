import type { SearchResult } from "@/lib/contract/search";

export function Snippet({ pieces }: { pieces: SearchResult["snippet"] }) {
  return pieces.map(({ text, hit }, index) =>
    // the pieces of one result never change
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
