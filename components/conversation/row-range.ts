import type { Row, RowHeights } from "./row-heights";

/** The rows that are drawn, both included. */
export interface RowRange {
  first: number;
  last: number;
}
/** Where what is drawn begins and ends, px from the upper edge of the window. */
export interface DrawnSpan {
  top: number;
  bottom: number;
}
export interface RowsInput {
  rows: readonly Row[];
  heights: RowHeights;
  range: RowRange;
  span: DrawnSpan;
  /** of the window, px */
  windowHeight: number;
  /** of the whole list */
  list: DrawnSpan;
}

/** So much above and below the window is drawn, in windows; what is further away than twice that is not. */
const buffer = 1.25;

/** Which rows to draw now, and how much space stands above the first of them, px; `isJump`: none of those drawn before. */
export function nextRange(input: RowsInput): { range: RowRange; above: number; isJump: boolean } {
  const { span, windowHeight, list } = input;
  const reach = windowHeight * buffer;
  const isAway = span.bottom < -reach || span.top > windowHeight + reach;
  if (isAway) return { ...rangeAt(input, reach), isJump: true };
  return { ...shiftedRange(input, reach, span.top - list.top), isJump: false };
}

function shiftedRange({ rows, heights, range, span, windowHeight }: RowsInput, reach: number, drawnAbove: number) {
  let { first, last } = range;
  let { top, bottom } = span;
  const heightAt = (index: number) => heights.between(rows, index, index + 1);
  while (first > 0 && top > -reach) {
    first -= 1;
    top -= heightAt(first);
  }
  while (last < rows.length - 1 && bottom < windowHeight + reach) {
    last += 1;
    bottom += heightAt(last);
  }
  while (first < last && top + heightAt(first) < -2 * reach) {
    top += heightAt(first);
    first += 1;
  }
  while (last > first && bottom - heightAt(last) > windowHeight + 2 * reach) {
    bottom -= heightAt(last);
    last -= 1;
  }
  const above = first === 0 ? 0 : drawnAbove + (top - span.top);
  // what was guessed too short above is put right by the page moving, once
  return { range: { first, last }, above: above > 0 ? above : heights.between(rows, 0, first) };
}

function rangeAt({ rows, heights, windowHeight, list }: RowsInput, reach: number) {
  const isAtEnd = list.bottom <= windowHeight + reach;
  if (isAtEnd) return endRange(rows, heights, windowHeight + reach);
  let above = 0;
  let first = 0;
  for (; first < rows.length - 1; first += 1) {
    const height = heights.between(rows, first, first + 1);
    if (list.top + above + height > -reach) break;
    above += height;
  }
  let last = first;
  let bottom = list.top + above;
  for (; last < rows.length; last += 1) {
    bottom += heights.between(rows, last, last + 1);
    if (bottom > windowHeight + reach) break;
  }
  return { range: { first, last: Math.min(last, rows.length - 1) }, above };
}

/** The last rows, so many that they fill `height`. */
export function endRange(rows: readonly Row[], heights: RowHeights, height: number) {
  const last = rows.length - 1;
  let first = Math.max(0, last);
  for (let sum = 0; first > 0; first -= 1) {
    sum += heights.between(rows, first, first + 1);
    if (sum > height) break;
  }
  return { range: { first, last }, above: heights.between(rows, 0, first) };
}
