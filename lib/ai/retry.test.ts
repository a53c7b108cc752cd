import { expect, test } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { mayFallBack, type RetryFacts, retryWaitMs, waitReasonOf } from "./retry";

const facts = (change: Partial<RetryFacts>): RetryFacts => ({
  outcome: "failed",
  hasBegun: false,
  status: null,
  networkCode: null,
  retryAfterSeconds: null,
  refusal: null,
  error: null,
  ...change,
});
const refused = (status: number, body = "", more: Partial<RetryFacts> = {}) =>
  facts({ status, refusal: { status, body }, ...more });
const first = { failed: 1, loads: 0, sinceMs: 0, limitMs: 120_000 };
const middle = () => 0.5;

test("only what a moment may mend is asked again", () => {
  const reasons = Object.fromEntries(
    [400, 401, 402, 403, 404, 408, 413, 422, 429, 500, 502, 503, 504, 524, 529].map((status) => [
      status,
      waitReasonOf(refused(status)),
    ]),
  );
  expect(reasons).toEqual({
    400: null,
    401: null,
    402: null,
    403: null,
    404: null,
    408: null,
    413: null,
    422: null,
    429: "limited",
    500: null,
    502: "overloaded",
    503: "overloaded",
    504: null,
    524: null,
    529: "overloaded",
  });
  for (const code of ["ECONNREFUSED", "ECONNRESET", "UND_ERR_SOCKET", "EAI_AGAIN"])
    expect(waitReasonOf(facts({ networkCode: code }))).toBe("unreachable");
  for (const code of ["ENOTFOUND", "CERT_HAS_EXPIRED", "provider_timeout"])
    expect(waitReasonOf(facts({ networkCode: code }))).toBeNull();
});

test("after the first sign of an answer nothing is asked again", () => {
  expect(waitReasonOf(refused(429, "", { hasBegun: true }))).toBeNull();
  expect(waitReasonOf(facts({ networkCode: "ECONNRESET", hasBegun: true }))).toBeNull();
  expect(mayFallBack(refused(429, "", { hasBegun: true, error: new AppError("provider_rate_limit") }))).toBe(false);
});

test("without a wish of the provider: about one second, then about three, then no more", () => {
  expect([1, 2, 3].map((failed) => retryWaitMs(refused(529), { ...first, failed }, middle))).toEqual([
    1000,
    3000,
    null,
  ]);
  expect(retryWaitMs(refused(529), first, () => 0)).toBe(800);
  expect(retryWaitMs(refused(529), first, () => 1)).toBe(1200);
});

test("Retry-After is never undercut, and one of more than 30 s is left to the person", () => {
  expect(retryWaitMs(refused(429, "", { retryAfterSeconds: 12 }), first, () => 0)).toBe(12_000);
  expect(retryWaitMs(refused(429, "", { retryAfterSeconds: 30 }), first, () => 1)).toBe(30_250);
  expect(retryWaitMs(refused(429, "", { retryAfterSeconds: 31 }), first, middle)).toBeNull();
  expect(retryWaitMs(refused(429, "", { retryAfterSeconds: 9 * 3600 }), first, middle)).toBeNull();
});

const loadingBody = '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}';

test("a server that loads its model is asked after 1, 2, 4, 5, 5 … s, until a first byte would be overdue", () => {
  const waits: number[] = [];
  for (let sinceMs = 0, loads = 1; ; loads += 1) {
    const waitMs = retryWaitMs(refused(503, loadingBody), { failed: 0, loads, sinceMs, limitMs: 60_000 }, middle);
    if (waitMs === null) break;
    waits.push(waitMs);
    sinceMs += waitMs;
  }
  expect(waits.slice(0, 6)).toEqual([1000, 2000, 4000, 5000, 5000, 5000]);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeLessThanOrEqual(60_000);
  expect(total).toBeGreaterThan(54_000);
});

test("however long a model may load, the requests stay few", () => {
  let requests = 0;
  for (let sinceMs = 0; ; requests += 1) {
    const loads = requests + 1;
    const waited = { failed: 0, loads, sinceMs, limitMs: 86_400_000 };
    const waitMs = retryWaitMs(refused(503, loadingBody), waited, middle);
    if (waitMs === null) break;
    sinceMs += waitMs;
  }
  expect(requests).toBeLessThan(50);
});

test("a 503 that says nothing of loading is an overloaded server", () => {
  expect(waitReasonOf(refused(503, loadingBody))).toBe("loading");
  expect(waitReasonOf(refused(503, '{"error":"the model is still loading"}'))).toBe("loading");
  expect(waitReasonOf(refused(503, '{"error":{"message":"No available provider"}}'))).toBe("overloaded");
  expect(waitReasonOf(refused(500, loadingBody))).toBeNull();
});

test("another model is asked where another place may answer, and never about a request that is wrong itself", () => {
  const codes = [
    "provider_rate_limit",
    "provider_key_denied",
    "provider_payment",
    "provider_model_unknown",
    "provider_timeout",
    "provider_unreachable",
  ] as const;
  for (const code of codes) expect([code, mayFallBack(facts({ error: new AppError(code) }))]).toEqual([code, true]);
  for (const code of ["provider_refused", "provider_context_length", "provider_forbidden", "provider_empty"] as const)
    expect([code, mayFallBack(facts({ error: new AppError(code) }))]).toEqual([code, false]);
  expect(mayFallBack(facts({ outcome: "stopped" }))).toBe(false);
});
