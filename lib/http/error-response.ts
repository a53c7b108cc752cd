import "server-only";
import { log } from "@/lib/config/log";
import { toAppError } from "@/lib/db/database-errors";
import type { ErrorCode } from "@/lib/errors/codes";
import { toErrorBody } from "@/lib/errors/error-body";

export { toAppError };

export const secureHeaders = { "cache-control": "private, no-store", "x-content-type-options": "nosniff" };

/** A server that starts, ends or has its hands full: no fault of the program, so a line in its log and no stack. */
const ordinary: readonly ErrorCode[] = ["not_ready", "server_stopping", "server_busy"];

/** Any thrown thing as the one error body; what we did not foresee is `internal`, with its cause in the log only. */
export function errorResponse(error: unknown, requestId: string, request: Request): Response {
  const known = toAppError(error);
  const asked = { requestId, method: request.method, path: new URL(request.url).pathname };
  if (ordinary.includes(known.code)) log().info({ code: known.code, ...asked }, "request refused");
  else if (known.status >= 500) log().error({ err: error, ...asked }, "request failed");
  return Response.json(toErrorBody(known, requestId), {
    status: known.status,
    headers: { ...secureHeaders, "x-request-id": requestId, ...known.headers },
  });
}
