import "server-only";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";

interface Reader {
  userId: string;
  log: { readonly ended: boolean };
  /** aborted when the connection breaks */
  signal: AbortSignal;
}

let readers: Reader[] = [];

/**
 * Counts one more connection that follows a running answer. Those that have gone or come to the end are left out when the next one
 * comes: following costs nothing more per frame.
 * @throws AppError too_many_requests, server_busy
 */
export function admitReader(reader: Reader): void {
  readers = readers.filter(({ log, signal }) => !log.ended && !signal.aborted);
  const headers = { "retry-after": "5" };
  if (readers.length >= limits.readers) throw new AppError("server_busy", { detail: "readers", headers });
  const own = readers.filter(({ userId }) => userId === reader.userId).length;
  if (own >= limits.readersPerOwner) throw new AppError("too_many_requests", { detail: "readers", headers });
  if (!reader.log.ended) readers.push(reader);
}
