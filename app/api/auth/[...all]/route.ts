import { auth } from "@/lib/auth/auth";
import { env } from "@/lib/config/env";
import { newId } from "@/lib/db/ids";
import { AppError } from "@/lib/errors/app-error";
import { errorResponse } from "@/lib/http/error-response";

/** Accounts exist in team mode only; in solo mode there is nobody to sign in. */
async function handle(request: Request): Promise<Response> {
  if (env().AUTH_MODE === "solo")
    return errorResponse(new AppError("not_found", { detail: "accounts are off in solo mode" }), newId(), request);
  return auth().handler(request);
}

export { handle as GET, handle as POST };
