import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "./answer.ts";

/** One request the fake received. Times are milliseconds since the epoch; null = did not happen. */
export interface JournalEntry {
  number: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  bodyText: string;
  /** null when the body is no JSON object */
  body: Json | null;
  scenario: string | null;
  status: number | null;
  receivedAt: number;
  firstByteAt: number | null;
  endedAt: number | null;
  /** when the client closed the connection before the answer was over */
  abortedAt: number | null;
}

export function newEntry(number: number, method: string, path: string, headers: IncomingHttpHeaders): JournalEntry {
  return {
    number,
    method,
    path,
    headers,
    bodyText: "",
    body: null,
    scenario: null,
    status: null,
    receivedAt: Date.now(),
    firstByteAt: null,
    endedAt: null,
    abortedAt: null,
  };
}
