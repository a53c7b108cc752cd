import { isRawNumber } from "./exact-json";
import { isEmptyObject, isObject, type JsonObject, toJson } from "./json";

/** Number of the rule below, stored with every merged array: a later rule must not re-read what an earlier one wrote. */
export const mergeRule = 1;

/** Values of these keys come in pieces. `data` was only ever seen whole, but a second piece could be nothing else than more of it. */
const growing = new Set(["text", "summary", "data"]);

/** A value that grows is kept in pieces and joined at the end: half a character may end one piece and be completed by the next. */
type Slot = { pieces: string[] } | { value: unknown };

interface Entry {
  /** keys in order of first appearance; null for an array element that is no object, kept as it came */
  slots: Map<string, Slot> | null;
  value: unknown;
  /** the type as JSON text, when the entry has no index: what decides if the next fragment without index or id belongs here */
  openType: string | null;
}

export interface Merger {
  /** One value of `reasoning_details`, as parsed from a chunk that had the key. */
  push(value: unknown): void;
  /** The merged array to send back. null: the key was never seen, or only with null; []: it was seen, and always empty. */
  details(): unknown[] | null;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && isEmptyObject(value);
}

/** One text per index: 0.0 is 0, but two numbers that would be rounded to one are two. */
function indexText(index: unknown): string {
  const text = toJson(index);
  const number = Number(text);
  return isRawNumber(index) && Number.isSafeInteger(number) ? String(number) : text;
}

/**
 * Merges the fragments of `reasoning_details` of one model call into the array that goes back to the provider.
 *
 * 1. Fragments belong together by type and index; without an index by type and id; without both, a fragment continues the last entry
 *    if that has the same type and no index either. (The index alone is no key: one host numbers summary and ciphertext both 0.)
 * 2. Entries, and the keys of an entry, stand in order of first appearance.
 * 3. `text` and `summary` grow. A non-empty `signature` replaces: the first fragment may hold an empty one.
 * 4. `data` grows.
 * 5. Any other key, known or not, is filled while it is missing, null or empty, and then kept.
 * 6. null stays null, absent stays absent, and an array that was always empty is a value.
 * 7. Fragments may come after the answer has begun; merging ends with the stream.
 *
 * Each fragment costs its own size. A limit of JSON.parse, which comes before: keys that look like array indexes ("0", "17") stand first
 * in their object wherever the wire had them. Numbers keep their digits when they were parsed by exact-json.ts.
 */
export function createMerger(): Merger {
  const entries: Entry[] = [];
  const byKey = new Map<string, Entry>();
  let isSeen = false;
  /** The entry found last: nearly every fragment continues it. */
  let recent: { type: string; index: number; entry: Entry } | null = null;

  function entryOf(fragment: JsonObject): Entry {
    const { index } = fragment;
    if (typeof index !== "number" || typeof fragment.type !== "string") return search(fragment);
    if (recent?.index === index && recent.type === fragment.type) return recent.entry;
    recent = { type: fragment.type, index, entry: search(fragment) };
    return recent.entry;
  }

  function search(fragment: JsonObject): Entry {
    const type = toJson(fragment.type ?? null);
    const { index, id } = fragment;
    const hasIndex = typeof index === "number" || (typeof index === "string" && index !== "") || isRawNumber(index);
    const key = hasIndex
      ? `${type} index ${indexText(index)}`
      : typeof id === "string" && id !== ""
        ? `${type} id ${id}`
        : null;
    const last = entries.at(-1);
    const found = key === null ? (last?.slots && last.openType === type ? last : undefined) : byKey.get(key);
    if (found) return found;
    const entry: Entry = { slots: new Map(), value: null, openType: hasIndex ? null : type };
    entries.push(entry);
    if (key !== null) byKey.set(key, entry);
    return entry;
  }

  function put(slots: Map<string, Slot>, key: string, value: unknown): void {
    const slot = slots.get(key);
    const isPiece = growing.has(key) && typeof value === "string";
    if (!slot) {
      slots.set(key, isPiece ? { pieces: [value] } : { value });
    } else if ("pieces" in slot) {
      if (isPiece) slot.pieces.push(value);
    } else if ((key === "signature" || isEmpty(slot.value)) && !isEmpty(value)) {
      slots.set(key, isPiece ? { pieces: [value] } : { value });
    }
  }

  function pushFragment(fragment: unknown): void {
    if (!isObject(fragment) || (fragment.type === undefined && isRawNumber(fragment))) {
      entries.push({ slots: null, value: fragment, openType: null });
      return;
    }
    const { slots } = entryOf(fragment);
    if (!slots) return;
    for (const key of Object.keys(fragment)) put(slots, key, fragment[key]);
  }

  function build(entry: Entry): unknown {
    if (!entry.slots) return entry.value;
    const pairs = Array.from(entry.slots, ([key, slot]) => [key, "pieces" in slot ? slot.pieces.join("") : slot.value]);
    // fromEntries defines own properties, so a key named __proto__ stays a key.
    return Object.fromEntries(pairs);
  }

  return {
    push(value) {
      if (Array.isArray(value)) {
        isSeen = true;
        for (const fragment of value) pushFragment(fragment);
      } else if (isObject(value)) {
        isSeen = true;
        pushFragment(value);
      }
    },
    details: () => (isSeen ? entries.map(build) : null),
  };
}
