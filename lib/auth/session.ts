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
  /** null = signed in by being on this machine */
  session: { id: string; expiresAt: Date } | null;
}

let soloOwner: CurrentUser | undefined;

/**
 * Who asks. Solo: the one owner, signed in by being on this machine (Host and Origin are checked before). Team: the session cookie.
 * @throws AppError unauthenticated
 */
export async function userOfRequest(requestHeaders: Headers): Promise<CurrentUser> {
  if (env().AUTH_MODE === "solo") {
    soloOwner ??= { ...(await ensureSoloOwner()), session: null };
    return soloOwner;
  }
  const session = await auth().api.getSession({ headers: requestHeaders });
  if (!session) throw new AppError("unauthenticated");
  const { user, session: own } = session;
  return { id: user.id, name: user.name, session: { id: own.id, expiresAt: new Date(own.expiresAt) } };
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
