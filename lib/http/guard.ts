import "server-only";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/errors/app-error";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The public address from APP_URL, if one is set. */
function publicHost(): string | null {
  const { APP_URL } = env();
  return APP_URL === undefined ? null : new URL(APP_URL).host;
}

/** Whether the Host header names this installation: loopback, or exactly APP_URL. A name that was rebound to loopback is neither. */
export function isKnownHost(host: string | null): boolean {
  if (host === null) return false;
  if (host.toLowerCase() === publicHost()) return true;
  const name = /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d{1,5})?$/i.exec(host)?.[1];
  return name !== undefined && loopbackNames.has(name.toLowerCase());
}

/** Whether a request that carries an Origin comes from our own pages. `null` is an origin of its own: sandboxed frames send it. */
function isOwnOrigin(origin: string, host: string): boolean {
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return false;
  }
  const { APP_URL } = env();
  if (APP_URL !== undefined && url.origin === new URL(APP_URL).origin) return true;
  return url.protocol === "http:" && url.host === host.toLowerCase() && loopbackNames.has(url.hostname);
}

/**
 * Checks on every request to a handler, on top of the same ones in proxy.ts: decisions are made where the data is.
 * @throws AppError wrong_host, forbidden_origin
 */
export function guardRequest(request: Request): void {
  const host = request.headers.get("host");
  if (!isKnownHost(host) || host === null) throw new AppError("wrong_host", { detail: `host ${host?.slice(0, 100)}` });
  const origin = request.headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, host))
    throw new AppError("forbidden_origin", { detail: `origin ${origin.slice(0, 100)}` });
  const site = request.headers.get("sec-fetch-site");
  const isSafe = request.method === "GET" || request.method === "HEAD";
  if (!isSafe && (site === "cross-site" || site === "same-site"))
    throw new AppError("forbidden_origin", { detail: `sec-fetch-site ${site}` });
}
