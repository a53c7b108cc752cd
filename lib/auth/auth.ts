import "server-only";
import { betterAuth } from "better-auth";
import { env } from "@/lib/config/env";
import { authDatabase } from "@/lib/db/auth-adapter";
import { newId } from "@/lib/db/ids";

function create() {
  const { APP_SECRET, APP_URL } = env();
  return betterAuth({
    database: authDatabase(),
    secret: APP_SECRET,
    ...(APP_URL === undefined ? {} : { baseURL: APP_URL }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
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
