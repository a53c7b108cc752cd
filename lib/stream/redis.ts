import "server-only";
import type { createClient } from "@redis/client";
import { log } from "@/lib/config/log";

type RedisClient = ReturnType<typeof createClient>;

/** Three connections, since a subscribed one takes no commands and a blocking read keeps all others waiting. */
export interface RedisConnections {
  commands: RedisClient;
  subscriber: RedisClient;
  reader: RedisClient;
}

// Route handlers and instrumentation are separate module graphs in one process: the connections must still be one set.
const shared = globalThis as typeof globalThis & { verbatimRedis?: RedisConnections };
const answerMs = 1_000;

/** null without REDIS_URL: one process, which needs nobody to talk to. */
export const redis = (): RedisConnections | null => shared.verbatimRedis ?? null;

/**
 * Opens the connections and keeps them open: whatever ends one, it is made again. Returns at once; while Redis is away commands fail
 * at once and nobody waits for them.
 */
export async function connectRedis(url: string): Promise<RedisConnections> {
  if (shared.verbatimRedis) return shared.verbatimRedis;
  // Loaded only when it is configured: 400 files.
  const { createClient } = await import("@redis/client");
  const make = (disableOfflineQueue: boolean): RedisClient =>
    createClient({
      url,
      disableOfflineQueue,
      // A connection nobody answers on is given up after socketTimeout; the pings keep a quiet one from looking like that.
      pingInterval: 4_000,
      maintNotifications: "disabled",
      socket: {
        connectTimeout: 2_000,
        socketTimeout: 10_000,
        reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2_000),
      },
    });
  const connections = { commands: make(true), subscriber: make(false), reader: make(true) };
  shared.verbatimRedis = connections;
  tellOutages(connections.commands);
  for (const client of Object.values(connections)) {
    // Without a listener the first lost connection would end the process.
    client.on("error", () => {});
    client.connect().catch(() => {});
  }
  return connections;
}

/** One line when it goes and one when it is back, not one per attempt. */
function tellOutages(client: RedisClient): void {
  let isAway = false;
  client.on("error", (error: unknown) => {
    if (!isAway)
      log().warn({ err: error }, "Redis does not answer: answers go on, and can be followed only where they run");
    isAway = true;
  });
  client.on("ready", () => {
    log().info(isAway ? "Redis answers again" : "Redis answers");
    isAway = false;
  });
}

/** Whether Redis answers within a second. True when none is configured. */
export async function isRedisAnswering(url: string | undefined): Promise<boolean> {
  if (url === undefined) return true;
  const client = redis()?.commands;
  if (!client?.isReady) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), answerMs);
  });
  try {
    return await Promise.race([client.ping().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
