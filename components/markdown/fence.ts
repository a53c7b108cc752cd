/** A code fence that has not been closed yet. Offsets are in the normalised source. */
export interface OpenFence {
  /** what a closing line begins with: the opening run of ` or ~ */
  marker: string;
  language: string;
  /** where the fence itself begins */
  start: number;
  bodyStart: number;
  /** every complete line before this offset is known not to close the fence */
  scannedTo: number;
}

const openingLine = /^(`{3,}(?=[^`\n]*\n)|~{3,})[^\n]*\n/;

/** The fence that begins at `start`, or null when its first line is indented or incomplete. */
export function openFenceAt(source: string, start: number, language: string): OpenFence | null {
  const lineEnd = source.indexOf("\n", start);
  if (lineEnd === -1) return null;
  const match = openingLine.exec(source.slice(start, lineEnd + 1));
  const marker = match?.[1];
  if (!match || !marker) return null;
  const bodyStart = start + match[0].length;
  return { marker, language, start, bodyStart, scannedTo: bodyStart };
}

/** Reads the complete lines that are new. Null when one of them closes the fence. */
export function scanFence(fence: OpenFence, source: string): OpenFence | null {
  let { scannedTo } = fence;
  for (;;) {
    const lineEnd = source.indexOf("\n", scannedTo);
    if (lineEnd === -1) return scannedTo === fence.scannedTo ? fence : { ...fence, scannedTo };
    if (closes(fence, source.slice(scannedTo, lineEnd))) return null;
    scannedTo = lineEnd + 1;
  }
}

function closes({ marker }: OpenFence, line: string): boolean {
  const indent = /^ {0,3}/.exec(line)?.[0].length ?? 0;
  return line.startsWith(marker, indent) && /^[~`]* *$/.test(line.slice(indent + marker.length));
}

/** The code so far, without a last line that may become the closing one. */
export function fenceBody(fence: OpenFence, source: string): string {
  const lastLine = source.slice(fence.scannedTo);
  const mayClose = /^ {0,3}[~`]+ *$/.test(lastLine);
  const end = mayClose ? fence.scannedTo : source.length;
  const body = source.slice(fence.bodyStart, end);
  return body.endsWith("\n") ? body.slice(0, -1) : body;
}
