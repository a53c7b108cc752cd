/** Headers of every answer, page or not. Set by proxy.ts, and by next.config.ts where requests do not pass through it. */
export const commonHeaders = {
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
  "x-robots-tag": "noindex, nofollow, noarchive",
};
