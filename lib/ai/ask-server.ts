import "server-only";
import { parseJson } from "@/lib/reasoning/json";
import { fetchFor, headersFor, type ProviderConnection } from "./providers";

const maxBytes = 2_000_000;

export interface ServerSays {
  text: string;
  /** undefined = no JSON */
  json: unknown;
  /** the header `server` */
  software: string | null;
}

/** The address without the version: what a server offers beside the OpenAI-compatible part stands there. */
const rootOf = (baseUrl: string) => baseUrl.replace(/\/v\d+$/, "");

/**
 * One short question to a server beside the OpenAI-compatible part, such as `/props`; null for every answer but a success. Never throws:
 * most servers have no such address.
 */
export async function askServer(
  connection: ProviderConnection,
  path: string,
  { timeoutMs, body }: { timeoutMs: number; body?: object },
): Promise<ServerSays | null> {
  try {
    const response = await fetchFor(connection)(`${rootOf(connection.baseUrl)}${path}`, {
      method: body ? "POST" : "GET",
      headers: { accept: "application/json", "content-type": "application/json", ...headersFor(connection) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readShort(response);
    if (!response.ok || text === null) return null;
    return { text, json: parseJson(text), software: response.headers.get("server") };
  } catch {
    return null; // not there, or not in time
  }
}

/** The whole body as text; null = more than two million bytes, which no short answer has. */
export async function readShort(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let total = 0;
  for await (const chunk of response.body ?? []) {
    total += chunk.byteLength;
    if (total > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
