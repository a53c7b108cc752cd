import "server-only";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { wrapLanguageModel } from "ai";
import { env } from "@/lib/config/env";
import { type OpenUpstream, openGuarded } from "./guarded-request";
import { createPracticeFetch } from "./practice/practice-fetch";
import { reasoningMiddleware } from "./reasoning-middleware";
import { fetchThrough, openThrough } from "./upstream-fetch";

/** What is needed to talk to a server. `apiKey` stays here. */
export interface ProviderConnection {
  id: string;
  name: string;
  baseUrl: string;
  profile: string;
  apiKey: string | null;
}

let practice: OpenUpstream | undefined;

/** How bytes reach a connection: out through the guard, or to the built-in script. */
export function openFor(connection: ProviderConnection): OpenUpstream {
  if (connection.profile !== "practice") return openGuarded;
  practice ??= openThrough(createPracticeFetch());
  return practice;
}

/** The same for short answers, read whole. */
export const fetchFor = (connection: ProviderConnection): typeof fetch => fetchThrough(openFor(connection));

/** Headers of every request to a connection. */
export function headersFor(connection: ProviderConnection): Record<string, string> {
  const { OPENROUTER_APP_URL, OPENROUTER_APP_TITLE } = env();
  return {
    ...(connection.apiKey ? { authorization: `Bearer ${connection.apiKey}` } : {}),
    ...(connection.profile === "openrouter" && OPENROUTER_APP_URL ? { "http-referer": OPENROUTER_APP_URL } : {}),
    ...(connection.profile === "openrouter" && OPENROUTER_APP_TITLE
      ? { "x-openrouter-title": OPENROUTER_APP_TITLE }
      : {}),
  };
}

export interface ModelOptions {
  connection: ProviderConnection;
  model: string;
  fetch: typeof fetch;
  /** parameters under their wire names; merged into the body last, so that each goes out exactly as named */
  wire: Record<string, unknown>;
}

/** A model behind our reasoning middleware. */
export function createModel({ connection, model, fetch, wire }: ModelOptions): LanguageModelV4 {
  const provider = createOpenAICompatible({
    name: "verbatim",
    baseURL: connection.baseUrl,
    headers: headersFor(connection),
    fetch,
    includeUsage: true,
    transformRequestBody: (body) => ({ ...body, ...wire }),
  });
  return wrapLanguageModel({ model: provider.languageModel(model), middleware: reasoningMiddleware });
}
