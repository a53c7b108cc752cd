import "server-only";

/**
 * Cuts a text into pieces the size of usual model tokens (about four characters of English); joined, they are the text again.
 * The practice model's "tokens" are these pieces: its usage counts exactly what it streamed.
 */
export function tokensOf(text: string): string[] {
  return text.match(/ ?[\p{L}\p{M}\p{N}_]{1,7}| ?[^\p{L}\p{M}\p{N}_\s]{1,3}|\s+/gu) ?? [];
}

export function countTokens(text: string): number {
  return tokensOf(text).length;
}
