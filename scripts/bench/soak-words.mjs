/** Of an answer's tokens, how many are reasoning. */
export const share = 0.3;

/** @param {number} sequence @param {number} tokens */
export const isReasoningToken = (sequence, tokens) => sequence < tokens * share;

/** A token known by its number alone, with characters of two, three and four bytes. @param {number} sequence */
export const soakToken = (sequence) => `~${sequence.toString(36)}·é漢😀;`;

/** What an answer of so many tokens says, whole. @param {number} tokens */
export function soakAnswer(tokens) {
  const all = Array.from({ length: tokens }, (_, sequence) => sequence);
  const join = (/** @type {boolean} */ isReasoning) =>
    all
      .filter((sequence) => isReasoningToken(sequence, tokens) === isReasoning)
      .map(soakToken)
      .join("");
  return { reasoning: join(true), text: join(false) };
}
