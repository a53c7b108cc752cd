"use client";

import { useState } from "react";
import type { DiffPiece } from "./text-diff";

/** What stands the same is shown with so much of it before and after a change. */
const around = 300;
/** So many characters are drawn at once; the rest is asked for. */
const pageLength = 24_000;

interface MarkedTextProps {
  pieces: readonly DiffPiece[];
}

/** One text with what was removed and what was added; told by elements and words, not by colour alone. */
export function MarkedText({ pieces }: MarkedTextProps) {
  const [limit, setLimit] = useState(pageLength);
  const { shown, rest } = upTo(pieces, limit);
  return (
    <>
      <div className="marked" dir="auto">
        {shown.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces only grow at the end
          <Piece key={index} piece={piece} isFirst={index === 0} isLast={index === pieces.length - 1} />
        ))}
      </div>
      {rest > 0 && (
        <button type="button" className="btn" onClick={() => setLimit(limit + pageLength)}>
          Show more
        </button>
      )}
    </>
  );
}

const words = {
  removed: ["del", "Removed: ", " End of removal. "],
  added: ["ins", "Added: ", " End of addition. "],
} as const;

function Piece({ piece: { kind, text }, isFirst, isLast }: { piece: DiffPiece; isFirst: boolean; isLast: boolean }) {
  if (kind !== "same") {
    const [Element, begins, ends] = words[kind];
    return (
      <Element>
        <span className="sr">{begins}</span>
        {text}
        <span className="sr">{ends}</span>
      </Element>
    );
  }
  const head = isFirst ? 0 : around;
  const tail = isLast ? 0 : around;
  const hidden = text.length - head - tail;
  if (hidden < around) return text;
  return (
    <>
      {text.slice(0, head)}
      <span className="same">{`${hidden.toLocaleString("en-US")} characters are the same`}</span>
      {text.slice(text.length - tail)}
    </>
  );
}

/** Pieces up to a number of characters, a long one cut where the page ends. */
function upTo(pieces: readonly DiffPiece[], limit: number): { shown: DiffPiece[]; rest: number } {
  const shown: DiffPiece[] = [];
  let left = limit;
  let rest = 0;
  for (const piece of pieces) {
    const counts = piece.kind === "same" ? Math.min(piece.text.length, 2 * around) : piece.text.length;
    if (left <= 0) rest += counts;
    else if (counts <= left) shown.push(piece);
    else {
      shown.push({ ...piece, text: piece.text.slice(0, left) });
      rest += counts - left;
    }
    left -= counts;
  }
  return { shown, rest };
}
