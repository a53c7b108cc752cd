/** A numbered piece of reasoning: prose between blank lines, or one code fence. */
export interface Paragraph {
  /** its place, from 0; the number in the margin is one higher */
  id: number;
  text: string;
  isCode: boolean;
}

export interface Paragraphs {
  text: string;
  closed: readonly Paragraph[];
  open: Paragraph | null;
  /** where the open paragraph begins */
  start: number;
  /** every complete line before this offset has been read */
  scannedTo: number;
  /** the marker of the code fence that is open, such as "```" */
  fence: string | null;
}

export const noParagraphs: Paragraphs = { text: "", closed: [], open: null, start: 0, scannedTo: 0, fence: null };

/** Takes in growing text. Reads only lines that are new; closed paragraphs keep their identity. Other text starts afresh. */
export function advanceParagraphs(previous: Paragraphs, text: string): Paragraphs {
  const before = text.slice(0, previous.text.length) === previous.text ? previous : noParagraphs;
  const added: Paragraph[] = [];
  let { start, scannedTo, fence } = before;

  function close(end: number, isCode: boolean): void {
    const piece = paragraphOf(text.slice(start, end), before.closed.length + added.length, isCode);
    if (piece) added.push(piece);
  }

  for (let lineEnd = text.indexOf("\n", scannedTo); lineEnd !== -1; lineEnd = text.indexOf("\n", scannedTo)) {
    const line = text.slice(scannedTo, lineEnd).trimEnd();
    const next = lineEnd + 1;
    if (fence !== null) {
      if (closesFence(line, fence)) {
        close(next, true);
        start = next;
        fence = null;
      }
    } else if (line === "") {
      close(scannedTo, false);
      start = next;
    } else {
      const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (marker) {
        close(scannedTo, false);
        start = scannedTo;
        fence = marker;
      }
    }
    scannedTo = next;
  }

  const closed = added.length === 0 ? before.closed : [...before.closed, ...added];
  const open = paragraphOf(text.slice(start), closed.length, fence !== null);
  return { text, closed, open, start, scannedTo, fence };
}

function paragraphOf(text: string, id: number, isCode: boolean): Paragraph | null {
  const shown = text.trimEnd();
  return shown === "" ? null : { id, text: shown, isCode };
}

function closesFence(line: string, fence: string): boolean {
  const marks = line.trim();
  return marks.startsWith(fence) && /^(`+|~+)$/.test(marks);
}

/** The code between the fences, and the word after the first. */
export function fencedCode(text: string): { info: string; code: string } {
  const [first = "", ...lines] = text.split(/\r?\n/);
  const marker = /^ {0,3}(`{3,}|~{3,})/.exec(first)?.[1] ?? "```";
  const isClosed = lines.length > 0 && closesFence(lines.at(-1) ?? "", marker);
  return { info: first.trim().slice(marker.length).trim(), code: (isClosed ? lines.slice(0, -1) : lines).join("\n") };
}

const shortestPiece = 600; // characters
const longestPiece = 1_200;

/**
 * A long paragraph in pieces, so that a growing one draws only its last piece again. A cut depends on nothing after the longest piece:
 * it never moves while text is added.
 */
export function piecesOf(text: string): { start: number; text: string }[] {
  const pieces: { start: number; text: string }[] = [];
  let start = 0;
  while (text.length - start > longestPiece) {
    const end = cutIn(text.slice(start, start + longestPiece)) + start;
    pieces.push({ start, text: text.slice(start, end) });
    start = end;
  }
  pieces.push({ start, text: text.slice(start) });
  return pieces;
}

function cutIn(window: string): number {
  const line = window.indexOf("\n", shortestPiece);
  if (line !== -1) return line + 1;
  const space = window.indexOf(" ", shortestPiece);
  if (space !== -1) return space + 1;
  const lastCode = window.charCodeAt(window.length - 1);
  return lastCode >= 0xd800 && lastCode <= 0xdbff ? window.length - 1 : window.length;
}
