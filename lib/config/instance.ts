import "server-only";
import { randomUUID } from "node:crypto";

// Route handlers and instrumentation are separate module graphs in one process: it must have one name.
const shared = globalThis as typeof globalThis & { verbatimInstance?: string };

/** Names this process among all that ever work on the same database: what it runs is leased to this name. */
export const instanceId = (): string => (shared.verbatimInstance ??= randomUUID());
