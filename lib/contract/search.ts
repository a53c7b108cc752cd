import { z } from "zod";

export const searchScopes = ["all", "title", "question", "answer", "reasoning", "tool"] as const;
export type SearchScopeChoice = (typeof searchScopes)[number];

/** A longer name cannot be looked for by; the index of models leaves it out. */
export const longestModel = 256;

/** A day counts from its first moment in UTC. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => new Date(text));

export const searchQuery = z.strictObject({
  q: z.string().max(12_000),
  /** absent: all but reasoning */
  scope: z.enum(searchScopes).optional(),
  model: z.string().min(1).max(longestModel).optional(),
  connectionId: z.uuid().optional(),
  project: z.uuid().optional(),
  from: moment.optional(),
  to: moment.optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const searchResultSchema = z.strictObject({
  conversationId: z.string(),
  title: z.string(),
  /** null: the title itself was found */
  messageId: z.string().nullable(),
  scope: z.enum(["title", "question", "answer", "reasoning", "tool"]),
  /** which of the message's reasoning parts holds the first hit, from 1; null for other scopes */
  reasoning: z.number().nullable(),
  /** ISO 8601 */
  at: z.string(),
  model: z.string().nullable(),
  /** plain text in pieces, those that were found marked; never markup */
  snippet: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
  /** only the first 100 kB of this text can be found */
  isCut: z.boolean(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const searchPageSchema = z.strictObject({
  results: z.array(searchResultSchema),
  nextCursor: z.string().nullable(),
  /** a sentence about what was not looked for */
  notice: z.string().optional(),
});
export type SearchPage = z.infer<typeof searchPageSchema>;

/** What the filter by model has to offer: those that have answered, by name. */
export const searchModelsSchema = z.strictObject({ models: z.array(z.string()) });
export type SearchModels = z.infer<typeof searchModelsSchema>;
