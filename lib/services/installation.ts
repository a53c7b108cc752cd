import "server-only";
import { practiceBaseUrl, practiceName } from "@/lib/ai/practice/identity";
import { profileForAddress } from "@/lib/ai/profiles";
import { env } from "@/lib/config/env";
import type { Connection } from "@/lib/db/connections";
import type { InstallationConnection } from "@/lib/db/installation-connections";

/** Fixed ids, so that conversations keep their connection over restarts. */
const ids = {
  openrouter: "00000000-0000-7000-8000-000000000001",
  openai: "00000000-0000-7000-8000-000000000002",
  practice: "00000000-0000-7000-8000-000000000003",
} as const;

/** The connections this installation offers by configuration, in the order in which they are offered. */
export function installationConnections(): InstallationConnection[] {
  const { OPENROUTER_API_KEY, OPENROUTER_BASE_URL, OPENAI_BASE_URL, OPENAI_API_KEY } = env();
  const list: InstallationConnection[] = [];
  if (OPENROUTER_API_KEY) {
    list.push({
      id: ids.openrouter,
      name: "OpenRouter",
      baseUrl: trim(OPENROUTER_BASE_URL),
      profile: "openrouter",
      source: "env",
      position: 0,
      key: OPENROUTER_API_KEY,
    });
  }
  if (OPENAI_BASE_URL) {
    const baseUrl = trim(OPENAI_BASE_URL);
    list.push({
      id: ids.openai,
      name: nameFor(baseUrl),
      baseUrl,
      profile: profileForAddress(baseUrl),
      source: "env",
      position: 1,
      key: OPENAI_API_KEY ?? null,
    });
  }
  list.push({
    id: ids.practice,
    name: practiceName,
    baseUrl: practiceBaseUrl,
    profile: "practice",
    source: "builtin",
    position: 100,
    key: null,
  });
  return list;
}

/** The key of a connection of the environment is never stored, so it is put in here. */
export function withKey(connection: Connection): Connection {
  const { OPENROUTER_API_KEY, OPENAI_API_KEY } = env();
  if (connection.id === ids.openrouter) return { ...connection, apiKey: OPENROUTER_API_KEY ?? null };
  if (connection.id === ids.openai) return { ...connection, apiKey: OPENAI_API_KEY ?? null };
  return connection;
}

const trim = (url: string) => url.replace(/\/+$/, "");

function nameFor(baseUrl: string): string {
  const { hostname, host } = new URL(baseUrl);
  return hostname === "api.openai.com" ? "OpenAI" : host;
}
