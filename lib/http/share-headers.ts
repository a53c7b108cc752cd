import "server-only";
import { commonHeaders } from "./common-headers";

const { "x-robots-tag": noIndex, "x-frame-options": _, ...common } = commonHeaders;

interface ShareHeaders {
  /** it may be kept and asked for again: with the tag of what was kept */
  etag: string | null;
  indexable: boolean;
  /** origins that may frame it */
  frameAncestors: readonly string[];
}

/**
 * Of everything that readers of a share get. Nothing runs but the script of the page, nothing comes from elsewhere, and no answer sets or
 * reads a cookie.
 */
export function shareHeaders({ etag, indexable, frameAncestors }: ShareHeaders): Record<string, string> {
  const framing = frameAncestors.length > 0 ? frameAncestors.join(" ") : "'none'";
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; " +
    `frame-ancestors ${framing}`;
  return {
    ...common,
    "content-security-policy": policy,
    ...(frameAncestors.length > 0 ? {} : { "x-frame-options": "DENY" }),
    ...(indexable ? {} : { "x-robots-tag": noIndex }),
    ...(etag === null ? { "cache-control": "private, no-store" } : { "cache-control": "no-cache", etag }),
  };
}
