import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/** So many characters of a text are looked at, or parsed, before others get their turn: some milliseconds. */
const sliceUnits = 500_000;

const [quote, backslash, openObject, openList, closeObject, closeList, comma, colon] = [
  34, 92, 123, 91, 125, 93, 44, 58,
];

interface Layout {
  /** deeper than the limit somewhere */
  isTooDeep: boolean;
  /** where the text of the list begins and ends, brackets left out; null = the object has no such list */
  list: { from: number; to: number } | null;
  /** in that list: where an element ends */
  commas: number[];
}

/**
 * Where things are in a JSON text, found without reading it as one: brackets outside strings are counted, and the elements of the list
 * `key` of the outermost object are told apart. What is no JSON gives a wrong layout, whose pieces are no JSON either.
 */
async function layOut(text: string, key: string, maxDepth: number): Promise<Layout> {
  const layout: Layout = { isTooDeep: false, list: null, commas: [] };
  let depth = 0;
  let stringFrom = -1;
  let lastString = "";
  let isInList = false;
  let isAfterColon = false;
  let keys = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at % sliceUnits === 0) await nextTurn();
    const unit = text.charCodeAt(at);
    if (stringFrom >= 0) {
      if (unit === backslash) {
        at += 1;
        // The slice may end in the middle of an escape.
        if (at % sliceUnits === 0) await nextTurn();
      } else if (unit === quote) {
        // A name is spelled with escapes at most six times as long.
        if (depth === 1) lastString = at - stringFrom <= 6 * key.length + 1 ? text.slice(stringFrom + 1, at) : "";
        stringFrom = -1;
      }
    } else if (unit === quote) stringFrom = at;
    else if (unit === openObject || unit === openList) {
      if (depth === 1 && unit === openList && isAfterColon && lastString === key && layout.list === null) {
        layout.list = { from: at + 1, to: at + 1 };
        isInList = true;
      }
      depth += 1;
      if (depth > maxDepth) return { ...layout, isTooDeep: true };
    } else if (unit === closeObject || unit === closeList) {
      depth -= 1;
      if (depth === 1 && isInList && layout.list) {
        layout.list.to = at;
        isInList = false;
      }
    } else if (unit === comma && isInList && depth === 2) layout.commas.push(at);
    if (depth === 1 && stringFrom < 0 && unit > 32) {
      isAfterColon = unit === colon;
      if (isAfterColon && (lastString === key || lastString.includes("\\"))) keys += 1;
    }
  }
  // Named twice, or perhaps: of two, JSON takes the last, and that is left to its parser.
  return keys > 1 ? { ...layout, list: null } : layout;
}

/**
 * A large JSON text as its value, other work going on in between: the list `key` of the outermost object is parsed element by element,
 * the rest around it in one piece. Gives what `parse` gives for the whole text.
 * @returns null when the text is nested deeper than `maxDepth`
 * @throws SyntaxError
 */
export async function parseInSlices(
  text: string,
  { key, maxDepth, parse }: { key: string; maxDepth: number; parse: (text: string) => unknown },
): Promise<{ value: unknown } | null> {
  const { isTooDeep, list, commas } = await layOut(text, key, maxDepth);
  if (isTooDeep) return null;
  if (list === null) return { value: parse(text) };
  const value = parse(`${text.slice(0, list.from)}${text.slice(list.to)}`);
  const elements: unknown[] = [];
  const inner = text.slice(list.from, list.to);
  if (inner.trim() !== "") {
    let from = list.from;
    let sinceTurn = 0;
    for (const to of [...commas, list.to]) {
      elements.push(parse(text.slice(from, to)));
      sinceTurn += to - from;
      from = to + 1;
      if (sinceTurn < sliceUnits) continue;
      sinceTurn = 0;
      await nextTurn();
    }
  }
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  if (!Array.isArray(found)) return { value: parse(text) };
  for (const element of elements) found.push(element);
  return { value };
}
