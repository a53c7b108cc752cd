/** A whole prefix of this many characters coming again is no accident. */
const surePrefix = 16;
/** A chain of growing snapshots is believed from this length on: "1", "10", "100" may well be three pieces of one number. */
const sureChain = 8;
/** At the end of a chain that never became sure: shorter beginnings than this repeat by chance. */
const likelyPrefix = 3;

export interface SnapshotFilter {
  /** The new words of a piece. A doubtful piece is kept until the next one, or `flush`, tells what it was. */
  next(text: string): string;
  flush(): string;
}

/**
 * Some servers send the text so far in every chunk, instead of what was added. Such a snapshot begins with everything before it; only
 * its end is new. Repeated pieces that are no snapshot pass as they are. A comparison reads no more than the piece itself.
 */
export function createSnapshotFilter(): SnapshotFilter {
  let shown: string[] = [];
  let length = 0;
  let pieces = 0;
  let isSure = false;
  let chain: string[] = [];

  function append(text: string): string {
    shown.push(text);
    length += text.length;
    pieces += 1;
    return text;
  }
  function replace(text: string): string {
    const added = text.slice(length);
    shown = [text];
    length = text.length;
    pieces += 1;
    return added;
  }
  /** Only for a text that is at least as long as all before it. */
  function isPrefixOf(text: string): boolean {
    if (shown.length > 1) shown = [shown.join("")];
    return text.startsWith(shown[0] ?? "");
  }
  function endChain(isSnapshots: boolean): string {
    const last = chain.at(-1);
    if (last === undefined) return "";
    const added = isSnapshots ? replace(last) : append(chain.join(""));
    chain = [];
    return added;
  }

  function next(text: string): string {
    if (text === "") return "";
    const last = chain[chain.length - 1];
    if (last !== undefined) {
      if (text.length > last.length && text.startsWith(last)) {
        chain.push(text);
        isSure = text.length >= sureChain;
        return isSure ? endChain(true) : "";
      }
      return endChain(false) + next(text);
    }
    if (length > 0 && text.length >= length && isPrefixOf(text)) {
      // A doubled first piece is shown doubled; a complete copy of many pieces is a snapshot.
      const isLonger = text.length > length;
      if (isSure || (length >= surePrefix && (isLonger || pieces > 1))) return replace(text);
      if (isLonger && pieces === 1) {
        chain.push(text);
        return "";
      }
    }
    return append(text);
  }

  return { next, flush: () => endChain(length >= likelyPrefix) };
}
