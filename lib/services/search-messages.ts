import "server-only";
import type { SearchPage, SearchResult, SearchScopeChoice } from "@/lib/contract/search";
import type { SearchScope } from "@/lib/conversation/search-docs";
import { parseQuery, partsOf, type SearchQuery, tsqueryOf } from "@/lib/conversation/search-query";
import { firstHit, snippetOf } from "@/lib/conversation/search-snippet";
import {
  decodeCursor,
  encodeCursor,
  findsParts,
  findTexts,
  listReasoningTexts,
  type SearchMatch,
  type SearchRow,
} from "@/lib/db/search";
import { visibleText } from "@/lib/reasoning/visible-text";
import { recentlyIndexed } from "./search-index";

export interface SearchInput {
  userId: string;
  q: string;
  scope?: SearchScopeChoice | undefined;
  model?: string | undefined;
  connectionId?: string | undefined;
  /** only what was said in this project */
  project?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Reasoning has a scope of its own: it is long, and full of words that the answer then does not use. */
const usualScopes: SearchScope[] = ["title", "question", "answer", "tool"];
const allScopes: SearchScope[] = [...usualScopes, "reasoning"];

const notices = {
  empty: "Type a word to look for.",
  onlyExcluded: "Add a word to look for: there are only words to leave out.",
  cut: "Only the first 32 words are looked for.",
  noParts: "This database has no index for parts of words: whole words and their beginnings are found.",
  reasoningParts: "Reasoning is found by whole words and their beginnings.",
} as const;

/**
 * Texts of this person that hold what is looked for, newest first: as words, and when there are none, inside words.
 * @throws AppError invalid_request for a cursor that is none
 */
export async function searchMessages({ q, cursor, limit, ...input }: SearchInput): Promise<SearchPage> {
  const query = parseQuery(visibleText(q));
  const words = tsqueryOf(query);
  if (words === null) {
    return { results: [], nextCursor: null, notice: query.terms.length === 0 ? notices.empty : notices.onlyExcluded };
  }
  await recentlyIndexed();
  const { kind, after } = cursor === undefined ? { kind: null, after: null } : decodeCursor(cursor);
  const filters = { ...input, ...(input.model === undefined ? {} : { model: visibleText(input.model) }) };
  const scopes = input.scope === undefined ? usualScopes : input.scope === "all" ? allScopes : [input.scope];
  const find = (match: SearchMatch) => findTexts({ ...filters, scopes }, match, { after, limit: limit + 1 });

  let rows = kind === "parts" ? [] : await find({ words });
  let isPart = false;
  let notice: string | undefined = query.isCut ? notices.cut : undefined;
  if (rows.length === 0 && kind !== "words") {
    const parts = partsOf(query);
    if (parts && !(await findsParts())) notice ??= notices.noParts;
    else if (parts && input.scope === "reasoning") notice ??= notices.reasoningParts;
    else if (parts) {
      rows = await find(parts);
      isPart = true;
    }
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    results: await toResults(input.userId, page, query, isPart),
    nextCursor: rows.length > limit && last ? encodeCursor(isPart ? "parts" : "words", last) : null,
    ...(notice === undefined ? {} : { notice }),
  };
}

async function toResults(userId: string, rows: SearchRow[], query: SearchQuery, isPart: boolean) {
  const withReasoning = rows.flatMap(({ scope, messageId }) => (scope === "reasoning" && messageId ? [messageId] : []));
  const reasoning = await listReasoningTexts(userId, withReasoning);
  return rows.map(
    ({ conversationId, title, messageId, scope, at, model, body, isCut }): SearchResult => ({
      conversationId,
      title,
      messageId,
      scope,
      reasoning: scope === "reasoning" && messageId ? placeOf(reasoning.get(messageId) ?? [], query) : null,
      at: at.toISOString(),
      model,
      snippet: snippetOf(body, query, isPart),
      isCut,
    }),
  );
}

/** Counted from 1. */
function placeOf(texts: string[], query: SearchQuery): number {
  const index = texts.findIndex((text) => firstHit(text, query) !== null);
  return Math.max(index, 0) + 1;
}
