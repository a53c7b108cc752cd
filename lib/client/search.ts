import { useEffect, useState } from "react";
import useSWR from "swr";
import useSWRInfinite from "swr/infinite";
import type { SearchModels, SearchPage, SearchResult, SearchScopeChoice } from "@/lib/contract/search";
import { callApi } from "./api";

export interface SearchChoice {
  /** absent: everything but reasoning */
  scope?: SearchScopeChoice;
  model?: string;
  project?: string;
  /** days of the reader's own calendar, as a date field gives them */
  from?: string;
  to?: string;
}

export interface SearchState {
  /** null until the first answer */
  results: SearchResult[] | null;
  notice: string | null;
  error: unknown;
  /** what is shown answers what is typed */
  isSettled: boolean;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** A pause in typing that is worth a question to the server, ms. */
const pauseMs = 150;

/** Only the newest question is of interest: the one before it is given up. */
function asker(): (path: string) => Promise<SearchPage> {
  let running: AbortController | null = null;
  return (path) => {
    running?.abort();
    running = new AbortController();
    return callApi("GET", path, undefined, running.signal);
  };
}

export function useSearch(query: string, choice: SearchChoice): SearchState {
  const wanted = query.trim() === "" ? null : addressOf(query, choice);
  const address = useSettled(wanted);
  const [ask] = useState(asker);
  const { data, error, isLoading, setSize, mutate } = useSWRInfinite<SearchPage>(
    (index: number, previous: SearchPage | null) => {
      if (address === null) return null;
      if (index === 0) return address;
      return previous?.nextCursor ? `${address}&cursor=${encodeURIComponent(previous.nextCursor)}` : null;
    },
    ask,
    // what was said a moment ago may be looked for now
    {
      keepPreviousData: true,
      revalidateOnFocus: false,
      revalidateFirstPage: false,
      dedupingInterval: 0,
      shouldRetryOnError: false,
    },
  );
  const shown = wanted === null ? undefined : data;
  const hasMore = Boolean(shown?.at(-1)?.nextCursor);
  const isGivenUp = error instanceof Error && error.name === "AbortError";
  return {
    results: shown ? shown.flatMap((page) => page.results) : null,
    notice: shown?.[0]?.notice ?? null,
    error: isGivenUp ? null : (error ?? null),
    isSettled: wanted === address && !isLoading && !isGivenUp,
    hasMore,
    loadMore: () => void (hasMore && setSize((size) => size + 1)),
    retry: () => void mutate(),
  };
}

/** Models that a search can be narrowed to; none while they are not known. */
export function useSearchModels(): string[] {
  const { data } = useSWR<SearchModels>("/api/search/models", (path: string) => callApi<SearchModels>("GET", path));
  return data?.models ?? [];
}

function addressOf(query: string, { scope, model, project, from, to }: SearchChoice): string {
  const parameters = new URLSearchParams({ q: query });
  if (scope) parameters.set("scope", scope);
  if (model) parameters.set("model", model);
  if (project) parameters.set("project", project);
  if (from) parameters.set("from", midnight(from, 0));
  if (to) parameters.set("to", midnight(to, 1));
  return `/api/search?${parameters}`;
}

/** A day of the reader's calendar, `later` days on. */
function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The value once it has been the same for a moment; nothing is waited for to forget it. */
function useSettled(value: string | null): string | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return value === null ? null : settled;
}

/** Where a result is shown; its reasoning is opened by the part after `#`. */
export function addressOfResult({ conversationId, messageId, reasoning }: SearchResult): string {
  if (messageId === null) return `/c/${conversationId}`;
  return `/c/${conversationId}?m=${messageId}${reasoning === null ? "" : `#reasoning-${reasoning}`}`;
}
