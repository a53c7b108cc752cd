import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { env } from "@/lib/config/env";
import { ensureSoloOwner } from "@/lib/db/users";
import { AppError } from "@/lib/errors/app-error";
import { auth } from "./auth";

export interface CurrentUser {
  id: string;
  name: string;
}

let soloOwner: CurrentUser | undefined;

/**
 * Who asks. Solo: the one owner, signed in by being on this machine (Host and Origin are checked before). Team: the session cookie.
 * @throws AppError unauthenticated
 */
export async function userOfRequest(requestHeaders: Headers): Promise<CurrentUser> {
  if (env().AUTH_MODE === "solo") {
    soloOwner ??= await ensureSoloOwner();
    return soloOwner;
  }
  const session = await auth().api.getSession({ headers: requestHeaders });
  if (!session) throw new AppError("unauthenticated");
  return { id: session.user.id, name: session.user.name };
}

/** The same for pages; without a session it leads to the sign-in page. Once per request. */
export const requireUser = cache(async (): Promise<CurrentUser> => {
  try {
    return await userOfRequest(await headers());
  } catch (error) {
    if (error instanceof AppError && error.code === "unauthenticated") redirect("/sign-in");
    throw error;
  }
});
