import { createHash } from "node:crypto";
import { expect, inject } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { ownFakeProvider } from "./own-fake.ts";

const linkSchema = z.strictObject({ id: z.string(), url: z.string() });
const viewSchema = z.looseObject({
  id: z.string(),
  conversationId: z.string(),
  views: z.number(),
  version: z.number(),
});

/** Everything readers can ask for. */
export const forms = ["", ".md", ".json", "/card.png", "/embed"] as const;

/** As the database knows a token. */
export const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** What tests of shares do all the time: one makes links, another reads them. */
export function sharing() {
  const provider = ownFakeProvider();
  const { client, newConversation } = provider;
  const { databaseUrl, url: base } = inject("installation");
  const share = async (conversationId: string, body: object = {}) => {
    const response = await client.request("POST", `/conversations/${conversationId}/share`, body);
    expect(response.status).toBe(201);
    return linkSchema.parse(await response.json());
  };
  return {
    ...provider,
    base,
    databaseUrl,
    share,
    /** of a new conversation of one question */
    shared: async (text: string, body: object = {}) => {
      const conversationId = await newConversation();
      await client.ask(conversationId, text);
      return { conversationId, ...(await share(conversationId, body)) };
    },
    get: (token: string, form = "", headers: Record<string, string> = {}) =>
      fetch(`${base}/share/${token}${form}`, { headers }),
    give: (token: string, passphrase: string, form = "", redirect: RequestRedirect = "follow") =>
      fetch(`${base}/share/${token}${form}`, { method: "POST", body: new URLSearchParams({ passphrase }), redirect }),
    mine: async (conversationId: string) => {
      const { shares } = await (await client.request("GET", `/shares?conversation=${conversationId}`)).json();
      return z.array(viewSchema).parse(shares);
    },
    query: (sql: string, values: unknown[]) =>
      withClient(databaseUrl, async (database) => (await database.query(sql, values)).rows),
  };
}
