import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Row, RowHeights } from "./row-heights";
import {
  addedBefore,
  articlesOf,
  carriedRange,
  type Drawn,
  movedBy,
  type Place,
  placeOf,
  setGaps,
  takeFromGap,
} from "./row-places";
import { endRange, nextRange, type RowRange } from "./row-range";

/** Up to so many messages are all drawn: the browser's own search finds everything, and nothing has to be measured. */
export const plainRows = 60;

/** Rows on each side of one that is shown by its key; the others follow when it has its place. */
const around = 4;

interface Rows extends RowRange {
  /** a row away from the others that has the focus; null: none */
  kept: number | null;
  /** draws the last rows */
  toEnd: () => void;
  /** draws this row and some around it; `scroll` goes there */
  toRow: <T>(key: string, scroll: () => T) => T;
}

interface RowsProps {
  rows: readonly Row[];
  list: RefObject<HTMLElement | null>;
  /** more may come before the first one */
  hasOlder: boolean;
  keyOf: (messageId: string) => string;
}

/**
 * Which rows of a long list are drawn: those near the window, and the one with the focus. The others are empty space ([data-gap]) of the
 * height they had, or may have. What turns out taller or shorter than it was thought is taken from that space before anything is painted,
 * so what is read does not move, and a scroll that is under way goes on.
 */
export function useRows({ rows, list, hasOlder, keyOf }: RowsProps): Rows {
  const [heights] = useState(() => new RowHeights());
  const [drawn, setDrawn] = useState({ rows, range: { first: 0, last: rows.length - 1 } });
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const above = useRef(0);
  const place = useRef<Place | null>(null);
  /** other rows are drawn, and the window is not there yet */
  const isOnTheWay = useRef(false);
  const isWindowed = rows.length > plainRows;

  let range = drawn.range;
  if (drawn.rows !== rows) {
    range = isWindowed ? carriedRange(drawn, rows) : { first: 0, last: rows.length - 1 };
    setDrawn({ rows, range });
  }
  const { first, last } = range;
  const latest = useRef<Drawn>({ rows, range, kept: null });

  const kept = useMemo(() => {
    const index = focusedKey === null ? -1 : rows.findIndex(({ key }) => key === focusedKey);
    return index === -1 || (index >= first && index <= last) ? null : index;
  }, [rows, focusedKey, first, last]);

  /** Looks whether other rows have to be drawn. */
  const look = useCallback(
    (isSync: boolean) => {
      const element = list.current;
      const { rows, range } = latest.current;
      if (!element || rows.length <= plainRows || isOnTheWay.current) return;
      const articles = articlesOf(element, latest.current);
      const [top, bottom] = [articles[0], articles.at(-1)];
      if (!top || !bottom) return;
      const next = nextRange({
        rows,
        heights,
        range,
        span: { top: top.getBoundingClientRect().top, bottom: bottom.getBoundingClientRect().bottom },
        windowHeight: window.innerHeight,
        list: element.getBoundingClientRect(),
      });
      if (next.range.first === range.first && next.range.last === range.last) return;
      above.current = next.above;
      place.current = next.isJump ? null : placeOf(articles);
      const change = () => setDrawn({ rows, range: next.range });
      if (isSync) flushSync(change);
      else change();
    },
    [list, heights],
  );

  const measure = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const { rows, range } = latest.current;
    const articles = articlesOf(element, latest.current);
    for (const [index, article] of articles.entries()) {
      const row = rows[range.first + index];
      if (row) heights.set(row, article.getBoundingClientRect().height);
    }
    place.current = placeOf(articles);
  }, [list, heights]);

  /** Puts what is read back where it stood. `added`: so many older messages came before. */
  const settle = useCallback(
    (added: number) => {
      const element = list.current;
      const { first } = latest.current.range;
      if (!element) return;
      setGaps(element, { ...latest.current, heights, above: above.current });
      const moved = movedBy(place.current);
      if (moved === 0) return;
      // older messages need room of their own; everything else is a wrong guess
      const isGuess = added === 0 && first > 0;
      const gap = isGuess ? takeFromGap(above.current, moved, first) : above.current;
      const rest = moved - (above.current - gap);
      above.current = gap;
      if (isGuess) setGaps(element, { ...latest.current, heights, above: gap });
      if (Math.abs(rest) >= 1) window.scrollBy({ top: rest, behavior: "instant" });
    },
    [list, heights],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of what is drawn
  useLayoutEffect(() => {
    const element = list.current;
    const before = latest.current;
    latest.current = { rows, range, kept };
    if (!element) return;
    const added = before.rows === rows ? 0 : addedBefore(before.rows, rows);
    if (added > 0) above.current += heights.between(rows, 0, Math.min(added, first));
    settle(added);
    measure();
    look(false);
  }, [rows, first, last, kept]);

  useEffect(() => {
    const element = list.current;
    if (!element || (!isWindowed && !hasOlder)) return;
    const onScroll = () => {
      look(true);
      place.current = placeOf(articlesOf(element, latest.current));
    };
    const onResize = () => {
      settle(0);
      measure();
      look(true);
    };
    const observer = new ResizeObserver(onResize);
    observer.observe(element);
    const keep = (target: EventTarget | null) => {
      const article =
        target instanceof Element && element.contains(target) ? target.closest<HTMLElement>("[data-message-id]") : null;
      const id = article?.dataset.messageId;
      setFocusedKey(id === undefined ? null : keyOf(id));
    };
    const onFocus = ({ target }: FocusEvent) => keep(target);
    const onBlur = () => setFocusedKey(null);
    keep(document.activeElement);
    element.addEventListener("focusin", onFocus);
    element.addEventListener("focusout", onBlur);
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("focusin", onFocus);
      element.removeEventListener("focusout", onBlur);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onScroll);
    };
  }, [list, isWindowed, hasOlder, look, measure, settle, keyOf]);

  const toEnd = useCallback(() => {
    const { rows, range } = latest.current;
    if (range.last === rows.length - 1) return;
    const end = endRange(rows, heights, window.innerHeight * 2);
    above.current = end.above;
    place.current = null;
    flushSync(() => setDrawn({ rows, range: end.range }));
  }, [heights]);

  const toRow = useCallback(
    <T>(key: string, scroll: () => T): T => {
      const { rows, range } = latest.current;
      const index = rows.findIndex((row) => row.key === key);
      if (index === -1 || (index >= range.first && index <= range.last)) return scroll();
      const first = Math.max(0, index - around);
      above.current = heights.between(rows, 0, first);
      place.current = null;
      isOnTheWay.current = true;
      flushSync(() => setDrawn({ rows, range: { first, last: Math.min(rows.length - 1, index + around) } }));
      const result = scroll();
      isOnTheWay.current = false;
      look(true);
      return result;
    },
    [heights, look],
  );

  return { first, last, kept, toEnd, toRow };
}
