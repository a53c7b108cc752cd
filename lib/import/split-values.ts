/** One JSON value of a file, as bytes. `tooLarge` and `cut` have none: their bytes were dropped, or never came. */
export type FoundValue =
  | { kind: "value"; bytes: Buffer; depth: number; offset: number }
  /** of an export of everything: all but its conversations, closed with an empty list of them */
  | { kind: "head"; bytes: Buffer; offset: number }
  | { kind: "too_large" | "cut" | "no_json" | "empty"; offset: number };

interface SplitterOptions {
  /** of one value */
  maxBytes: number;
}

const lineFeed = 10;
const quote = 34;
const backslash = 92;
const isBlank = (byte: number) => byte === 32 || byte === 10 || byte === 13 || byte === 9;
const isOpening = (byte: number) => byte === 123 || byte === 91;
const isClosing = (byte: number) => byte === 125 || byte === 93;
/** An export of everything begins so; the values are those of its list. */
const everything = /^\{\s*"format"\s*:\s*"verbatim-export"/;
/** so many bytes of either end tell */
const edge = 100;
const listOfAll = /"conversations"\s*:\s*$/;

/**
 * Finds the values of a file while it arrives: the elements of a list, the lines of JSON Lines, the conversations of an export of
 * everything, or the one value it is. Keeps one value in memory, never the file. Brackets are only counted: what is wrong inside a
 * value shows when that value is parsed, and the next one is found all the same.
 */
export function createValueSplitter({ maxBytes }: SplitterOptions) {
  let pieces: Buffer[] = [];
  let length = 0;
  let isDropped = false;
  /** open brackets above the values: 1 inside a list, 2 inside the list of an export of everything */
  let base = 0;
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  let isEscaped = false;
  /** of the value that is open; -1 = none */
  let startedAt = -1;
  let position = 0;
  let isFirst = true;
  let isOver = false;
  let isAfterEverything = false;

  const keep = (bytes: Buffer) => {
    length += bytes.length;
    if (length > maxBytes) {
      isDropped = true;
      pieces = [];
    } else if (bytes.length > 0) pieces.push(bytes);
  };
  const finish = (): FoundValue => {
    const found: FoundValue = isDropped
      ? { kind: "too_large", offset: startedAt }
      : { kind: "value", bytes: Buffer.concat(pieces, length), depth: deepest - base, offset: startedAt };
    forget();
    return found;
  };
  const forget = () => {
    pieces = [];
    length = 0;
    isDropped = false;
    startedAt = -1;
    deepest = depth;
  };
  const leaveList = () => {
    depth = Math.max(0, depth - 1);
    base = Math.min(base, depth);
    if (depth === 0) isAfterEverything = false;
  };
  /** What stands before the list, when this is that list. */
  const headOfEverything = (chunk: Buffer, from: number, to: number): Buffer | null => {
    if (base !== 0 || depth !== 1 || isDropped) return null;
    const all = [...pieces, chunk.subarray(from, to)];
    const end = Buffer.concat(all.slice(-edge).map((piece) => piece.subarray(-edge)));
    if (!listOfAll.test(end.toString("latin1"))) return null;
    const start = Buffer.concat(all.slice(0, edge).map((piece) => piece.subarray(0, edge)));
    return everything.test(start.toString("latin1")) ? Buffer.concat(all) : null;
  };

  function* push(chunk: Buffer): Generator<FoundValue> {
    let from = startedAt >= 0 ? 0 : -1;
    for (let at = 0; at < chunk.length && !isOver; at += 1) {
      const byte = chunk[at] ?? 0;
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isInString = false;
        else if (byte === lineFeed && base !== 1 && startedAt >= 0) {
          // No JSON has a line feed in a string: this line was cut off, and where values stand one a line, the next is the next.
          yield { kind: "cut", offset: startedAt };
          depth = base;
          isInString = false;
          forget();
          from = -1;
        }
        continue;
      }
      if (startedAt < 0) {
        // Between values: blanks, commas, a byte order mark, the brackets of the list itself.
        if (isBlank(byte) || byte === 44 || (position + at < 3 && byte >= 0xbb)) continue;
        if (isClosing(byte)) {
          leaveList();
          continue;
        }
        if (base === 0 && byte === 91) {
          depth = base = 1;
          deepest = 1;
          isFirst = false;
          continue;
        }
        if (isFirst && !isOpening(byte)) {
          isOver = true;
          yield { kind: "no_json", offset: position + at };
          return;
        }
        // What follows the list of an export of everything, inside its outer object.
        if (base === 1 && depth === 1 && isAfterEverything) continue;
        isFirst = false;
        startedAt = position + at;
        from = at;
      }
      if (byte === quote) isInString = true;
      else if (isOpening(byte)) {
        const head = byte === 91 ? headOfEverything(chunk, from, at) : null;
        if (head) {
          yield { kind: "head", bytes: Buffer.concat([head, Buffer.from("[]}")]), offset: startedAt };
          depth = base = 2;
          isAfterEverything = true;
          forget();
          from = -1;
          continue;
        }
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (isClosing(byte)) {
        if (depth > base) depth -= 1;
        else {
          // a bare value at the end of the list: the bracket is the list's
          keep(chunk.subarray(from, at));
          yield finish();
          from = -1;
          leaveList();
          continue;
        }
        if (depth === base) {
          keep(chunk.subarray(from, at + 1));
          yield finish();
          from = -1;
        }
      } else if (depth === base && (byte === 44 || isBlank(byte))) {
        keep(chunk.subarray(from, at));
        yield finish();
        from = -1;
      }
    }
    if (from >= 0 && startedAt >= 0) keep(chunk.subarray(from));
    position += chunk.length;
  }

  function* end(): Generator<FoundValue> {
    if (isOver) return;
    if (isFirst) yield { kind: "empty", offset: position };
    else if (startedAt >= 0 && depth === base && !isInString) yield finish();
    else if (startedAt >= 0) yield { kind: "cut", offset: startedAt };
    else if (depth > 0) yield { kind: "cut", offset: position };
  }
  return { push, end };
}
