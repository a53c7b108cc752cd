import "server-only";
import { log } from "@/lib/config/log";
import { toAppError } from "@/lib/db/database-errors";
import { toErrorBody } from "@/lib/errors/error-body";

export const secureHeaders = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

/** Any thrown thing as the one error body; what we did not foresee is `internal`, with its cause in the log only. */
export function errorResponse(error: unknown, requestId: string, request: Request): Response {
  const known = toAppError(error);
  if (known.status >= 500)
    log().error(
      { err: error, requestId, method: request.method, path: new URL(request.url).pathname },
      "request failed",
    );
  return Response.json(toErrorBody(known, requestId), {
    status: known.status,
    headers: { ...secureHeaders, "x-request-id": requestId, ...known.headers },
  });
}
