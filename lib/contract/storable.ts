import { z } from "zod";

/**
 * Whether every text in it can be stored as it is: PostgreSQL holds neither U+0000 nor half a character. Only the text of messages is
 * cleaned instead (lib/reasoning/visible-text.ts), because people paste it; names and parameters with such characters are mistakes.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\u0000") && value.isWellFormed();
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, entry]) => isStorable(key) && isStorable(entry));
}

export const notStorable = "holds U+0000 or half a character";

/** A name, an id, a word: one line of text from `min` 1 to `max` characters. */
export const wordSchema = (max: number) => z.string().min(1).max(max).refine(isStorable, notStorable);
