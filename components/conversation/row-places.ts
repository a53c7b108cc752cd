import type { Row, RowHeights } from "./row-heights";
import type { RowRange } from "./row-range";

/** What of a list is drawn. */
export interface Drawn {
  rows: readonly Row[];
  range: RowRange;
  /** a row away from the others; null: none */
  kept: number | null;
}
/** Where a row stood that is being read. */
export interface Place {
  element: Element;
  top: number;
  scrollY: number;
}

/** The elements of the range, in its order. */
export function articlesOf(list: Element, { range, kept }: Pick<Drawn, "range" | "kept">): HTMLElement[] {
  const all = [...list.children].filter(
    (child): child is HTMLElement => child instanceof HTMLElement && child.dataset.gap === undefined,
  );
  const from = kept !== null && kept < range.first ? 1 : 0;
  return all.slice(from, from + range.last - range.first + 1);
}

/** Under the bar at the top, px. */
const edge = 52;
/** Down to the paragraphs of an answer. */
const deepest = 5;

/** What stands at the upper edge of the window is what is being read. */
export function placeOf(articles: readonly Element[]): Place | null {
  let place: Place | null = null;
  let level: readonly Element[] = articles;
  for (let depth = 0; depth < deepest; depth += 1) {
    const element = level.find((each) => each.getBoundingClientRect().bottom > edge);
    if (!element) break;
    place = { element, top: element.getBoundingClientRect().top, scrollY: window.scrollY };
    // all of it is in the window
    if (place.top >= 0) break;
    level = [...element.children];
  }
  return place;
}

/** How far it moved on the page since, px; scrolling does not count. */
export function movedBy(place: Place | null): number {
  if (!place?.element.isConnected) return 0;
  const moved = place.element.getBoundingClientRect().top - place.top + (window.scrollY - place.scrollY);
  return Math.abs(moved) < 0.5 ? 0 : moved;
}

/** A row is never thought to be flatter than this, px. */
const flattest = 24;

/** The space above the drawn rows when `moved` is taken from it, as far as it goes. */
export function takeFromGap(above: number, moved: number, rowsAbove: number): number {
  return Math.max(above - moved, Math.min(above, rowsAbove * flattest));
}

interface Gaps extends Drawn {
  heights: RowHeights;
  /** px above the first row of the range, a kept one included */
  above: number;
}

export function setGaps(list: Element, { rows, heights, range, kept, above }: Gaps): void {
  const { first, last } = range;
  const isAbove = kept !== null && kept < first;
  const isBelow = kept !== null && kept > last;
  const upper = isAbove ? heights.between(rows, kept + 1, first) : 0;
  const sizes: Record<string, number> = {
    top: isAbove ? above - upper - heights.between(rows, kept, kept + 1) : above,
    upper,
    lower: isBelow ? heights.between(rows, last + 1, kept) : 0,
    bottom: heights.between(rows, isBelow ? kept + 1 : last + 1, rows.length),
  };
  for (const child of list.children) {
    const name = child instanceof HTMLElement ? child.dataset.gap : undefined;
    if (child instanceof HTMLElement && name !== undefined) child.style.height = `${Math.max(0, sizes[name] ?? 0)}px`;
  }
}

/** How many rows came before what was the first one. */
export function addedBefore(before: readonly Row[], now: readonly Row[]): number {
  const key = before[0]?.key;
  return Math.max(0, key === undefined ? 0 : now.findIndex((row) => row.key === key));
}

/** The same rows in a list that has changed; new ones at the end follow when the end was drawn. */
export function carriedRange({ rows: before, range }: Pick<Drawn, "rows" | "range">, rows: readonly Row[]): RowRange {
  const places = new Map(rows.map(({ key }, index) => [key, index]));
  const end = rows.length - 1;
  for (let index = range.first; index <= range.last; index += 1) {
    const at = places.get(before[index]?.key ?? "");
    if (at === undefined) continue;
    const first = Math.max(0, at - (index - range.first));
    const isAtEnd = range.last === before.length - 1;
    return { first, last: isAtEnd ? end : Math.min(end, first + range.last - range.first) };
  }
  return { first: Math.max(0, end - 20), last: end };
}
