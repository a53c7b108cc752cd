/**
 * JSON read together with its own text. A hash is of text, and JSON.parse forgets it: numbers are rounded, key order changes for keys such as
 * "17". White space between values does not count; inside strings nothing does but the characters.
 *
 * @typedef {null | boolean | number | string | JsonArray | JsonObject} Json
 * @typedef {Json[]} JsonArray
 * @typedef {{ [key: string]: Json }} JsonObject
 */

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
/** @type {Record<string, null | boolean>} */
const words = { true: true, false: false, null: null };

/**
 * @param {string} text
 * @returns {{ value: Json, sourceOf: (value: Json) => string }} `sourceOf` gives the text of an array, object or string of `value`, without white space
 * @throws {SyntaxError} with the place where it is no JSON
 */
export function parseWithSource(text) {
  /** @type {string[]} */
  const pieces = [];
  /** @type {Map<object, [number, number]>} */
  const places = new Map();
  let at = 0;
  let length = 0;

  const fail = () => new SyntaxError(`no JSON at character ${at + 1}`);
  const emit = (/** @type {string} */ piece) => {
    pieces.push(piece);
    length += piece.length;
  };
  const skip = () => {
    space.lastIndex = at;
    space.test(text);
    at = space.lastIndex;
  };
  const take = (/** @type {string} */ sign) => {
    skip();
    if (text[at] !== sign) return false;
    at++;
    emit(sign);
    return true;
  };
  const expect = (/** @type {string} */ sign) => {
    if (!take(sign)) throw fail();
  };

  /** @returns {string} */
  function readString() {
    if (text[at] !== '"') throw fail();
    let end = at;
    do end = text.indexOf('"', end + 1);
    while (end !== -1 && isEscaped(end));
    if (end === -1) throw fail();
    const value = JSON.parse(text.slice(at, end + 1));
    at = end + 1;
    emit(JSON.stringify(value));
    return value;
  }

  function isEscaped(/** @type {number} */ end) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes++;
    return backslashes % 2 === 1;
  }

  /** @returns {Json} */
  function readValue() {
    skip();
    const start = length;
    const sign = text[at];
    if (sign === '"') return readString();
    if (sign === "[" || sign === "{") {
      const value = sign === "[" ? readArray() : readObject();
      places.set(value, [start, length]);
      return value;
    }
    const word = /^(?:true|false|null)/.exec(text.slice(at, at + 5))?.[0];
    number.lastIndex = at;
    const source = word ?? number.exec(text)?.[0];
    if (source === undefined) throw fail();
    at += source.length;
    emit(source);
    return word === undefined ? Number(source) : (words[word] ?? null);
  }

  function readArray() {
    /** @type {JsonArray} */
    const items = [];
    expect("[");
    if (take("]")) return items;
    do items.push(readValue());
    while (take(","));
    expect("]");
    return items;
  }

  function readObject() {
    // without a prototype, so that a key named __proto__ is a key
    /** @type {JsonObject} */
    const object = Object.create(null);
    expect("{");
    if (take("}")) return object;
    do {
      skip();
      const key = readString();
      expect(":");
      object[key] = readValue();
    } while (take(","));
    expect("}");
    return object;
  }

  const value = readValue();
  skip();
  if (at < text.length) throw fail();
  const whole = pieces.join("");
  return {
    value,
    sourceOf: (part) => {
      const place = typeof part === "object" && part !== null ? places.get(part) : undefined;
      return place ? whole.slice(...place) : JSON.stringify(part);
    },
  };
}
