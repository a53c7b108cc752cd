import { isObject } from "./json";

/*
 * What a provider wants back has to be what it sent, value for value. JSON.parse rounds: 12345678901234567890 becomes …68000, and 1.0,
 * 1e5 and -0 come out spelled otherwise. Where a number would change, it is kept as raw JSON (JSON.rawJSON, an object that
 * JSON.stringify prints as its source text), so any value parsed here may be passed on and printed with JSON.stringify as usual.
 * Objects with keys like "0" or "17" keep their values but not the order of those keys: an object of JavaScript has them first.
 * Format: github.com/tc39/proposal-json-parse-with-source
 */

/** Keys of a chunk whose values are kept or sent back as they came. Everywhere else a number is a number. */
const exactKeys = ["reasoning_details", "usage", "annotations", "arguments"];
/** One look for all of them costs a third of a look for each. */
const anyExactKey = new RegExp(`"(?:${exactKeys.join("|")})"`);

/**
 * Finds numbers that JavaScript could spell differently: many digits, an exponent, a fraction that ends in 0 or begins with many, -0.
 * May find one inside a string: that costs time, and changes nothing. Long runs of digits come first, so no other branch meets them
 * (they would backtrack over the run at each of its digits).
 */
const oddNumber = /[[:,\s](?:-?[\d.]{16}|-?\d+(?:\.\d*0(?!\d)|\.?\d*[eE])|-?0\.000000|-0(?![.\d]))/;

const rawJson: unknown = Reflect.get(JSON, "rawJSON");
const isRawJson: unknown = Reflect.get(JSON, "isRawJSON");

/** True for a number that is kept as its source text. */
export function isRawNumber(value: unknown): boolean {
  return typeof value === "object" && typeof isRawJson === "function" && isRawJson(value) === true;
}

function keepSource(_key: string, value: unknown, ...more: unknown[]): unknown {
  if (typeof value !== "number" || typeof rawJson !== "function") return value;
  const context = more[0];
  const source = isObject(context) ? context.source : undefined;
  return typeof source === "string" && source !== JSON.stringify(value) ? rawJson(source) : value;
}

/**
 * JSON text as a value that JSON.stringify prints with the same numbers.
 * @throws SyntaxError when the text is no JSON
 */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // The first character of a text has none before it.
  return oddNumber.test(text) || oddNumber.test(` ${text.slice(0, 32)}`) ? parsedWithSource(text, value) : value;
}

/** `parseExact`, or undefined when the text is no JSON. */
export function readExact(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}

/** Values nested deeper than the stack are read by JSON.parse alone, not with a function for every value: they stay as they are. */
function parsedWithSource(text: string, plain: unknown): unknown {
  try {
    return JSON.parse(text, keepSource);
  } catch {
    return plain;
  }
}

/**
 * A chunk of a stream, or a whole body: numbers that go back or are kept as text keep their source, all others are plain numbers.
 * A chunk without such keys or without an odd number costs JSON.parse and a look at the text.
 * @throws SyntaxError when the text is no JSON
 */
export function parseExactChunk(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  if (!anyExactKey.test(text) || !oddNumber.test(text)) return plain;
  const exact = parsedWithSource(text, plain);
  return exact === plain ? plain : grafted(plain, exact);
}

/** `plain` with the values of the exact keys taken from `exact`, which is the same JSON. */
function grafted(plain: unknown, exact: unknown): unknown {
  if (Array.isArray(plain) && Array.isArray(exact)) return plain.map((item, i) => grafted(item, exact[i]));
  if (!isObject(plain) || !isObject(exact)) return plain;
  const pairs = Object.keys(plain).map((key) => {
    return [key, exactKeys.includes(key) ? exact[key] : grafted(plain[key], exact[key])];
  });
  return Object.fromEntries(pairs);
}
