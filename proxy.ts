import { type NextRequest, NextResponse } from "next/server";
import { commonHeaders } from "@/lib/http/common-headers";
import { isKnownHost } from "@/lib/http/guard";
import { startingPage } from "@/lib/http/starting-page";

/**
 * Headers of every answer, and a nonce per page. Access is not decided here: every handler and page decides for itself
 * (lib/http/route.ts, lib/auth/session.ts); the Host check is repeated there.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  if (!isKnownHost(request.headers.get("host"))) {
    return new NextResponse("This server does not answer under that name. Set APP_URL to the address you use.\n", {
      status: 421,
      headers: commonHeaders,
    });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const waiting = isPage(request) ? await startingPage(nonce) : null;
  if (waiting) return withHeaders(waiting, policy);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from this request header.
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  return withHeaders(NextResponse.next({ request: { headers } }), policy);
}

function withHeaders(response: Response, policy: string): Response {
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(commonHeaders)) response.headers.set(name, value);
  return response;
}

const isPage = ({ method, nextUrl, headers }: NextRequest) =>
  method === "GET" && !nextUrl.pathname.startsWith("/api/") && (headers.get("accept") ?? "").includes("text/html");

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    // Remote images load only after a click on them; nothing else is fetched from elsewhere.
    "img-src 'self' data: blob: https: http:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// Not for shares: they have headers of their own (lib/http/share-headers.ts). Not for conversations: their handlers check the host themselves, next.config.ts sets their headers, and a turn through here would
// stand before every first token. Nor for imports and exports: what passes through here is kept whole, and cut at 10 MB.
export const config = {
  matcher:
    "/((?!_next/static|icon.svg|api/conversations|api/imports|api/export|share/[^/]+$|share/[^/]+/embed$|share/[^/]+/card.png$|share-page/).*)",
};
