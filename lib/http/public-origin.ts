import "server-only";
import { env } from "@/lib/config/env";

/** What addresses for others begin with: APP_URL, else the loopback name that was asked for, which the guard has looked at. */
export function publicOrigin(request: Request): string {
  const { APP_URL } = env();
  return APP_URL === undefined ? `http://${request.headers.get("host") ?? "localhost"}` : new URL(APP_URL).origin;
}
