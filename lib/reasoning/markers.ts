export interface MarkerScan {
  /** Text before the marker, and what follows it; `rest` is null while the marker has not come. */
  feed(text: string): { body: string; rest: string | null };
  /** The text kept back because it could have become the marker. */
  tail(): string;
}

/** Length of the longest end of `text` that is the beginning, but not the whole, of one of the markers. */
export function partialMarker(text: string, markers: readonly string[]): number {
  let longest = 0;
  for (const marker of markers) {
    for (let length = Math.min(marker.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(marker.slice(0, length))) longest = length;
    }
  }
  return longest;
}

/** Finds a marker in a text that comes in pieces, holding back at most the marker's own length. */
export function createMarkerScan(marker: string): MarkerScan {
  let held = "";
  return {
    feed(text) {
      const all = held + text;
      const at = all.indexOf(marker);
      if (at >= 0) {
        held = "";
        return { body: all.slice(0, at), rest: all.slice(at + marker.length) };
      }
      const cut = all.length - partialMarker(all, [marker]);
      held = all.slice(cut);
      return { body: all.slice(0, cut), rest: null };
    },
    tail() {
      const text = held;
      held = "";
      return text;
    },
  };
}
