import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Received, readUiStream } from "./ui-stream.ts";

const partSchema = z.looseObject({ type: z.string(), text: z.string() });
const callSchema = z.looseObject({ id: z.string(), outcome: z.string(), finishReason: z.string().nullable() });
const completionSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  finishReason: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  calls: z.array(callSchema),
});
const messageSchema = z.looseObject({
  id: z.string(),
  parentId: z.string().nullable(),
  role: z.enum(["user", "assistant"]),
  status: z.string(),
  parts: z.array(partSchema),
  completion: completionSchema.nullable(),
  siblings: z.array(z.string()),
});
const conversationSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  activeLeafId: z.string().nullable(),
  messages: z.array(messageSchema),
});
export type StoredMessage = z.infer<typeof messageSchema>;
export type StoredConversation = z.infer<typeof conversationSchema>;

export const errorBodySchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), requestId: z.string().min(1) }),
});

const connectionsSchema = z.object({ connections: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const idSchema = z.looseObject({ id: z.string() });

export type ProductClient = ReturnType<typeof productClient>;

/** The product's HTTP interface, as a script would use it. */
export function productClient(url: string) {
  const request = (method: string, path: string, body?: unknown, init: RequestInit = {}) =>
    fetch(`${url}/api${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json", ...init.headers } }),
      ...(init.signal ? { signal: init.signal } : {}),
    });
  const json = async <T>(schema: z.ZodType<T>, response: Response): Promise<T> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
    return schema.parse(JSON.parse(text));
  };
  const send = (conversationId: string, body: unknown, init?: RequestInit) =>
    request("POST", `/conversations/${conversationId}/messages`, body, init);
  const question = (text: string, more: object = {}) => ({ message: { id: randomUUID(), text }, ...more });

  return {
    url,
    request,
    parse: (value: unknown): StoredConversation => conversationSchema.parse(value),
    send,
    question,
    async newConversation(body: object = {}): Promise<string> {
      return (await json(idSchema, await request("POST", "/conversations", body))).id;
    },
    async newConnection(name: string, baseUrl: string, apiKey?: string): Promise<string> {
      return (await json(idSchema, await request("POST", "/connections", { name, baseUrl, ...(apiKey && { apiKey }) })))
        .id;
    },
    async connectionId(name: string): Promise<string> {
      const { connections } = await json(connectionsSchema, await request("GET", "/connections"));
      const found = connections.find((connection) => connection.name === name);
      if (!found) throw new Error(`no connection ${name}`);
      return found.id;
    },
    /** Sends a question and reads its answer to the end. */
    async ask(conversationId: string, text: string, more: object = {}): Promise<Received> {
      const response = await send(conversationId, question(text, more));
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return readUiStream(response);
    },
    async conversation(conversationId: string, query = ""): Promise<StoredConversation> {
      return json(conversationSchema, await request("GET", `/conversations/${conversationId}${query}`));
    },
    async exported(conversationId: string): Promise<StoredConversation> {
      return json(conversationSchema, await request("GET", `/conversations/${conversationId}/export?format=json`));
    },
    follow: (conversationId: string, query = "") =>
      request("GET", `/conversations/${conversationId}/completion${query}`),
    stop: (conversationId: string, query = "") =>
      request("DELETE", `/conversations/${conversationId}/completion${query}`),
  };
}

/** The answer as stored: text parts joined, reasoning parts joined. */
export function wordsOf(message: StoredMessage | undefined): { text: string; reasoning: string } {
  const join = (type: string) => (message?.parts ?? []).flatMap((part) => (part.type === type ? [part.text] : []));
  return { text: join("text").join(""), reasoning: join("reasoning").join("") };
}
