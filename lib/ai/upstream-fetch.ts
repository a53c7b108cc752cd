import "server-only";
import { Readable } from "node:stream";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import type { OpenUpstream, UpstreamResponse } from "./guarded-request";

/** Reads a body to its end as text. @throws AppError answer_too_large */
export async function readText(body: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of body) {
    const bytes = Buffer.from(piece);
    total += bytes.length;
    if (total > limits.responseBytes) throw new AppError("answer_too_large", { detail: `${total} bytes` });
    pieces.push(bytes);
  }
  // TextDecoder, for it drops a byte order mark.
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** A whole answer as the platform's class, for the provider package. */
export async function toResponse({ status, headers, body }: UpstreamResponse): Promise<Response> {
  const text = await readText(body);
  return new Response(status === 204 || status === 304 ? null : text, { status, headers });
}

/** `open` as a `fetch` for short answers such as model lists: read whole, at most `limits.responseBytes`. */
export function fetchThrough(open: OpenUpstream): typeof fetch {
  return async (input, init) =>
    toResponse(
      await open(input instanceof Request ? input.url : `${input}`, {
        method: init?.method === "POST" ? "POST" : "GET",
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: typeof init?.body === "string" ? init.body : null,
        signal: init?.signal ?? null,
      }),
    );
}

/** The other way round, for a `fetch` whose other end is in this process. */
export function openThrough(inner: typeof fetch): OpenUpstream {
  return async (url, { signal, ...init }) => {
    const response = await inner(url, { ...init, ...(signal ? { signal } : {}) });
    return {
      status: response.status,
      headers: response.headers,
      body: Readable.from(response.body ?? [], { objectMode: false }),
    };
  };
}
