import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/lib/errors/app-error";

/** Of the operating system, of the client, of Prisma: no connection, or it broke. */
const connectionCodes = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENOENT"],
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"],
]);
/** SQLSTATE classes: connection (08), resources such as disk and connections (53), operator intervention (57P); read-only after a failover. */
const unavailableState = /^(08...|53...|57P..|25006)$/;
const fullState = "53100";
const collisionState = /^(40001|40P01|P2034)$/;
/** What Prisma's adapter calls the same. */
const unavailableKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TransactionWriteConflict",
]);
/** What the driver throws without any code. */
const connectionWords =
  /^(Connection terminated|Query read timeout|Client has encountered a connection error|timeout exceeded when trying to connect|Connection ended unexpectedly)/;

/** Deeper causes than this are none. */
const maxDepth = 6;

/** Codes and messages of an error and of what caused it; the layers below Prisma put them under ever other names. */
function* marks(error: unknown, depth = 0): Generator<{ code: string; kind: string; message: string }> {
  if (typeof error !== "object" || error === null || depth > maxDepth) return;
  const text = (key: string) => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? value : "";
  };
  const kind = text("kind");
  yield { code: text("code"), kind, message: text("message") };
  yield { code: text("originalCode"), kind, message: text("originalMessage") };
  for (const key of ["cause", "meta", "driverAdapterError"]) yield* marks(Reflect.get(error, key), depth + 1);
}

/** The database is away, full or going down: the same request may work later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (const { code, kind, message } of marks(error)) {
    if (unavailableState.test(code) || collisionState.test(code)) return true;
    if (connectionCodes.has(code) && isFromDatabase(error)) return true;
    if (unavailableKinds.has(kind) || connectionWords.test(message)) return true;
  }
  return false;
}

/** Waiting does not help here: somebody has to make room on its disk. */
export function isDatabaseFull(error: unknown): boolean {
  for (const { code } of marks(error)) if (code === fullState) return true;
  return false;
}

/** Any thrown thing as what a person is told: a fault of the database by its own code, whatever else was not foreseen as `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseFull(error)) return new AppError("database_full", { cause: error, headers: { "retry-after": "30" } });
  if (isDatabaseUnavailable(error))
    return new AppError("database_unavailable", { cause: error, headers: { "retry-after": "2" } });
  return new AppError("internal", { cause: error });
}

/** A model server can be unreachable too; its errors are told by their own codes long before they come here. */
const isFromDatabase = (error: unknown): boolean =>
  error instanceof Error && (error.name.startsWith("PrismaClient") || error.name === "DriverAdapterError");

export interface Patience {
  /** how long a work is begun anew, in ms from the first beginning */
  ms: number;
  signal?: AbortSignal;
}

/** Somebody waits for the answer to a request. */
const short: Patience = { ms: 1200 };
/** Longest pause between two beginnings, in ms. */
const longestPause = 1000;
/** So often it is begun anew however long that takes: a machine with much to do finds a deadlock late. */
const leastRetries = 3;
/** Unless it took so long to fail: that database hangs. */
const hangMs = 5000;

/**
 * Does a piece of work once more when the database was away for a moment or two transactions were in each other's way. `work` must bear
 * to have been done before: an acknowledgement can be lost too.
 * @throws what `work` threw last, or the signal's reason
 */
export async function retried<T>(work: (attempt: number) => Promise<T>, patience: Patience = short): Promise<T> {
  const begunAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      patience.signal?.throwIfAborted();
      // Apart from each other, or they would meet again.
      const pause = Math.min(100 * 2 ** attempt, longestPause) * (0.5 + Math.random());
      const tookMs = performance.now() - begunAt;
      const isOver = tookMs + pause > patience.ms && (attempt >= leastRetries || tookMs > hangMs);
      if (!isDatabaseUnavailable(error) || isOver) throw error;
      await wait(pause, undefined, { signal: patience.signal }).catch(() => patience.signal?.throwIfAborted());
    }
  }
}
