/** Longest phrase that is looked for, UTF-16 units. A loop whose round is longer says something else each time, as a rule. */
const longestWindow = 2048;
const ringSize = 2 * longestWindow;
/** So many characters have to be the same before a place counts as a possible round. */
const keyLength = 16;
const tableSize = 8192;

/**
 * How much of nothing but repetition is too much, in characters, and in rounds. Words: a phrase of several different letters. Fillers:
 * zeros, dashes, "ha ha ha", blank lines, of which an honest answer may hold a great many. Thoughts owe nobody a hundred equal lines;
 * an answer may have been asked for them.
 */
export const repetitionLimits = {
  reasoning: { words: 6_000, rounds: 16, fillers: 24_000 },
  text: { words: 16_000, rounds: 24, fillers: 48_000 },
} as const;

export interface RepetitionWatch {
  /** @returns true once the end of the text is so long the same phrase, back to back, that no honest answer would do it. */
  push(text: string): boolean;
}

/**
 * Finds a text that has begun to turn in circles. It keeps the last few thousand characters and a table of where the last characters
 * were seen before: the work per character is constant, whatever the length of the text, and nothing is read twice.
 */
export function createRepetitionWatch(kind: keyof typeof repetitionLimits): RepetitionWatch {
  const limits = repetitionLimits[kind];
  const ring = new Uint16Array(ringSize);
  /** by hash of the last characters: where they stood last, plus 1 */
  const seenAt = new Float64Array(tableSize);
  let length = 0;
  let hash = 0;
  /** length of the round that is being followed; 0 = none */
  let period = 0;
  /** how many characters in a row are the same as one round before */
  let run = 0;
  let nextLook = 0;

  const at = (place: number) => ring[place % ringSize] ?? 0;

  function step(code: number): boolean {
    ring[length % ringSize] = code;
    length += 1;
    // Of the last `keyLength` characters: what falls out at the end is taken off again.
    hash = (Math.imul(hash, 31) + code) | 0;
    if (length > keyLength) hash = (hash - Math.imul(dropped, at(length - 1 - keyLength))) | 0;
    const slot = Math.imul(hash, 0x9e3779b1) >>> (32 - 13);
    const before = (seenAt[slot] ?? 0) - 1;
    seenAt[slot] = length;
    if (period > 0 && at(length - 1 - period) === code) {
      run += 1;
      return run >= nextLook && look();
    }
    const distance = length - 1 - before;
    period = before >= keyLength - 1 && distance > 0 && distance <= longestWindow ? distance : 0;
    run = 0;
    nextLook = Math.max(limits.words, limits.rounds * period);
    return false;
  }

  /** Long enough for words; fillers may go on. */
  function look(): boolean {
    if (run >= limits.fillers) return true;
    nextLook = limits.fillers;
    return isPhrase(Array.from({ length: period }, (_, index) => at(length - period + index)));
  }

  return {
    push(text) {
      for (let index = 0; index < text.length; index += 1) if (step(text.charCodeAt(index))) return true;
      return false;
    },
  };
}

/** 31 to the power of `keyLength`, in 32 bits. */
const dropped = Array.from({ length: keyLength }).reduce<number>((product) => Math.imul(product, 31), 1);

/** At least a dozen letters, six of them different. */
function isPhrase(codes: number[]): boolean {
  const letters =
    String.fromCharCode(...codes)
      .toLowerCase()
      .match(/\p{L}/gu) ?? [];
  return letters.length >= 12 && new Set(letters).size >= 6;
}
