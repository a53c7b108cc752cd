import "server-only";
import { betterAuth } from "better-auth";
import { env } from "@/lib/config/env";
import { authDatabase } from "@/lib/db/auth-adapter";
import { newId } from "@/lib/db/ids";
import { endStreamsOf } from "@/lib/stream/reader-access";

function create() {
  const { APP_SECRET, APP_URL } = env();
  return betterAuth({
    database: authDatabase(),
    secret: APP_SECRET,
    ...(APP_URL === undefined ? {} : { baseURL: APP_URL }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    // Signed out, revoked or expired: what that session reads ends with it.
    databaseHooks: { session: { delete: { after: async ({ userId, id }) => endStreamsOf(userId, id) } } },
    advanced: { database: { generateId: () => newId() } },
    telemetry: { enabled: false },
  });
}

let instance: ReturnType<typeof create> | undefined;

/** The auth library, made on first use: a build has no secret and no database. */
export function auth(): ReturnType<typeof create> {
  instance ??= create();
  return instance;
}
