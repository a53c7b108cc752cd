import type { Pause } from "./pace";

interface SliceOptions {
  parse: (text: string) => unknown;
  pause: Pause;
  /** what is parsed in one go, bytes */
  sliceBytes?: number;
  /** parsers recurse */
  maxDepth?: number;
}

export class TooDeep extends SyntaxError {
  override name = "TooDeep";
}

interface Frame {
  isList: boolean;
  openedAt: number;
  /** where members begin that are not parsed yet */
  runStart: number;
  memberStart: number;
  colon: number;
  /** the member that is open has already been built from its own members */
  isBuilt: boolean;
  builtEnd: number;
  list: unknown[];
  object: Record<string, unknown>;
  isLarge: boolean;
}

/**
 * The value of a large JSON text without holding up the event loop: `parse` sees pieces of at most about `sliceBytes`, cut between
 * members, and others run in between. The same as `parse` of the whole, key for key.
 * @throws SyntaxError when the text is no JSON, TooDeep when it is nested deeper than `maxDepth`
 */
export async function readSliced(bytes: Buffer, options: SliceOptions): Promise<unknown> {
  const { parse, pause, sliceBytes = 256_000, maxDepth = Number.POSITIVE_INFINITY } = options;
  if (bytes.length <= sliceBytes) return parse(bytes.toString("utf8"));
  const frames: Frame[] = [];
  let result: { value: unknown } | null = null;
  let isInString = false;

  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if ((at & 0xffff) === 0) await pause();
    if (isInString) {
      if (byte === 92) at += 1;
      else if (byte === 34) isInString = false;
      continue;
    }
    const frame = frames.at(-1);
    switch (byte) {
      case 34:
        isInString = true;
        break;
      case 123:
      case 91:
        if (result) throw new SyntaxError("more than one value");
        if (frames.length === maxDepth) throw new TooDeep("nested too deeply");
        frames.push(newFrame(byte === 91, at));
        break;
      case 58:
        if (frame && frame.colon < frame.memberStart) frame.colon = at;
        break;
      case 44:
        if (!frame) throw new SyntaxError("a comma outside");
        if (frame.isBuilt) {
          expectBlank(bytes, frame.builtEnd, at);
          frame.runStart = at + 1;
        } else if (at - frame.runStart > sliceBytes) {
          addRun(frame, bytes, at, parse);
          frame.runStart = at + 1;
          await pause();
        }
        frame.memberStart = at + 1;
        frame.isBuilt = false;
        break;
      case 125:
      case 93: {
        const closed = frames.pop();
        if (!closed || closed.isList !== (byte === 93)) throw new SyntaxError("brackets that do not match");
        const parent = frames.at(-1);
        if (parent && !closed.isLarge && at - closed.openedAt <= sliceBytes) break;
        if (closed.isBuilt) expectBlank(bytes, closed.builtEnd, at);
        else addRun(closed, bytes, at, parse);
        const value = closed.isList ? closed.list : closed.object;
        if (parent) addBuilt(parent, bytes, at + 1, value, parse);
        else result = { value };
        await pause();
        break;
      }
    }
  }
  if (!result || frames.length > 0 || isInString) throw new SyntaxError("it ends too early");
  return result.value;
}

const newFrame = (isList: boolean, at: number): Frame => ({
  ...{ isList, openedAt: at, runStart: at + 1, memberStart: at + 1, colon: -1, isBuilt: false, builtEnd: 0 },
  ...{ list: [], object: {}, isLarge: false },
});

/** Members from `runStart` to `end`, parsed together. */
function addRun(frame: Frame, bytes: Buffer, end: number, parse: (text: string) => unknown): void {
  const text = bytes.toString("utf8", frame.runStart, end);
  frame.isLarge = true;
  if (text.trim() === "") return;
  const value = parse(frame.isList ? `[${text}]` : `{${text}}`);
  if (Array.isArray(value)) for (const item of value) frame.list.push(item);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) define(frame.object, key, item);
}

/** The open member, whose value was put together from its own members. */
function addBuilt(frame: Frame, bytes: Buffer, end: number, value: unknown, parse: (text: string) => unknown): void {
  // The comma before the member ends the run before it.
  if (frame.memberStart > frame.runStart) addRun(frame, bytes, frame.memberStart - 1, parse);
  frame.isLarge = true;
  frame.isBuilt = true;
  frame.builtEnd = end;
  if (frame.isList) {
    frame.list.push(value);
    return;
  }
  const key = parse(bytes.toString("utf8", frame.memberStart, Math.max(frame.colon, frame.memberStart)));
  if (typeof key !== "string") throw new SyntaxError("a key that is no text");
  define(frame.object, key, value);
}

/** As JSON.parse does it: a key named `__proto__` is a key. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function expectBlank(bytes: Buffer, from: number, to: number): void {
  if (bytes.toString("latin1", from, to).trim() !== "") throw new SyntaxError("something stands after a value");
}
