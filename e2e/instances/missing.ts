import { isInstalled } from "../support/redis-server.ts";

/** What these tests need of the system, and is not there. */
export const missing = ["redis-server", "nginx"].filter((program) => !isInstalled(program));
