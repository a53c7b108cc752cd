/** An error answer of this product's own HTTP interface, as the interface sees it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** A script of this page that is fetched when it is needed. */
export const missingPartMessage =
  "A part of this page cannot be fetched: the server is newer than the page, or away. Your words are kept; reload the page to go on.";
/** The network gave no answer at all; the browser only ever says "failed". */
export const unreachableMessage = "This server cannot be reached. Check the connection and try again.";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One call to this product's HTTP interface. The answer's type is the one of lib/contract that the route handler is checked against:
 * both ends are built from the same source, so it is not parsed a second time (zod would cost every page 15 kB).
 */
export async function callApi<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await sendRequest(method, path, body, signal);
  if (!response.ok) throw await toApiError(response);
  // 202 and 204 have no body; their callers ask for nothing
  return response.json().catch(() => undefined);
}

async function sendRequest(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: body === undefined ? undefined : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    // given up by the caller, who knows
    if (signal?.aborted) throw error;
    throw new ApiError(0, "unreachable", unreachableMessage, null);
  }
}

export async function toApiError(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => "");
  return (
    readErrorBody(text, response.status) ??
    new ApiError(response.status, "internal", `The server answered ${response.status}. Try again.`, null)
  );
}

/** Reads `{ error: { code, message, requestId } }`; null when the text is something else, such as a proxy's page. */
export function readErrorBody(text: string, status = 200): ApiError | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(body) || !isRecord(body.error)) return null;
  const { code, message, requestId } = body.error;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return new ApiError(status, code, message, typeof requestId === "string" ? requestId : null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What to tell people about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : "Something went wrong here. Try again.";
}
