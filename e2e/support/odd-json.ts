import fc from "fast-check";

/** A JSON value as text: what the wire says, and what has to be kept of it. */
export interface OddJson {
  wire: string;
  /** the same, with keys that look like array indexes first: JavaScript's order (lib/reasoning/README.md) */
  kept: string;
}

const exactly = (text: string): OddJson => ({ wire: text, kept: text });

/** Texts no careless program keeps: U+0000, half characters, other directions and planes. */
export const oddText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 24 }),
  fc.lorem({ maxCount: 6 }),
  fc.constantFrom(
    "\u0000",
    "\ud83d",
    "\ude00 half",
    "😀👩‍👩‍👧",
    "שלום \u202e العربية",
    "\u2028\u2029",
    '"\\/\b',
    "漢字",
  ),
);
const oddNumber = fc.constantFrom(
  ...["1.0", "1e5", "12345678901234567890", "-0", "0", "1E+2", "0.1000", "1e400", "-1.50", "9007199254740993"],
);
const oddKey = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "17", "0", "2", "a", "z", "ü", "\u0000", "text2", ""),
  fc.string({ maxLength: 5 }).filter((key) => !/^\d+$/.test(key)),
);

const isIndexLike = (key: string) => /^(0|[1-9]\d*)$/.test(key);

/** An object of these keys, in this order on the wire. */
export function objectOf(entries: readonly (readonly [string, OddJson])[]): OddJson {
  const numbers = entries.filter(([key]) => isIndexLike(key)).sort(([a], [b]) => Number(a) - Number(b));
  const inOrder = [...numbers, ...entries.filter(([key]) => !isIndexLike(key))];
  const join = (list: typeof entries, of: keyof OddJson) =>
    `{${list.map(([key, value]) => `${JSON.stringify(key)}:${value[of]}`).join(",")}}`;
  return { wire: join(entries, "wire"), kept: join(inOrder, "kept") };
}

export function listOf(items: readonly OddJson[]): OddJson {
  return {
    wire: `[${items.map(({ wire }) => wire).join(",")}]`,
    kept: `[${items.map(({ kept }) => kept).join(",")}]`,
  };
}

export const json = (value: unknown): OddJson => exactly(JSON.stringify(value));

const { value: anyValue } = fc.letrec<{ value: OddJson; list: OddJson; object: OddJson }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("null", "true", "false", "[]", "{}", '""').map(exactly),
    oddNumber.map(exactly),
    oddText.map(json),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 3 }).map(listOf),
  object: fc
    .uniqueArray(fc.tuple(oddKey, tie("value")), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => objectOf(entries)),
}));
export const oddValue = anyValue;
/** Keys and values a detail may have besides those the merge rule knows. */
export const oddEntries = fc.uniqueArray(fc.tuple(oddKey, oddValue), { maxLength: 4, selector: ([key]) => key });
