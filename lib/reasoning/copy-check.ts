/** The reasoning shown so far, in pieces: it is compared with a second copy, character by character, without being joined. */
export interface ShownReasoning {
  add(text: string): void;
  /** Starts a comparison from the first character. */
  compare(): CopyCheck;
}

/** True while the pieces given are, whitespace aside, the beginning of what was shown. Once false it stays false. */
export type CopyCheck = (text: string) => boolean;

/** Gateways move line breaks around tags and fields; they are no difference between two copies. */
function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

/** Every character is read once per comparison, so the cost of a piece is its own length, whatever came before. */
export function createShownReasoning(): ShownReasoning {
  const pieces: string[] = [];

  function compare(): CopyCheck {
    let piece = 0;
    let at = 0;
    let isCopy = true;

    function nextShown(): string | null {
      for (let text = pieces[piece]; text !== undefined; text = pieces[piece]) {
        for (; at < text.length; at += 1) {
          const character = text.charAt(at);
          if (isSpace(character)) continue;
          at += 1;
          return character;
        }
        piece += 1;
        at = 0;
      }
      return null;
    }

    return (text) => {
      for (let i = 0; isCopy && i < text.length; i += 1) {
        const character = text.charAt(i);
        if (!isSpace(character) && nextShown() !== character) isCopy = false;
      }
      return isCopy;
    };
  }

  return {
    add(text) {
      if (text !== "") pieces.push(text);
    },
    compare,
  };
}
