import { expect, test } from "vitest";
import { type FindKind, findsIn } from "./finds";

const found = (text: string, instructions = "") =>
  findsIn(text, instructions).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

test.each<[FindKind, string, string]>([
  ["key", "use sk-or-v1-0123456789abcdef0123456789abcdef please", "sk-or-v1-0123456789abcdef0123456789abcdef"],
  ["key", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghijABCDEFGHIJ012345"],
  ["key", "(AKIAIOSFODNN7EXAMPLE)", "AKIAIOSFODNN7EXAMPLE"],
  ["key", "xoxb-123456789012-abcdef", "xoxb-123456789012-abcdef"],
  ["key", "gsk_0123456789abcdefghij0123", "gsk_0123456789abcdefghij0123"],
  ["key", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln"],
  ["key", "Authorization: Bearer abcdefghijklmnop1234", "Bearer abcdefghijklmnop1234"],
  ["password", 'password: "hunter2hunter2"', "hunter2hunter2"],
  ["password", "API_KEY=abcdef123456", "abcdef123456"],
  ["password", "postgres://app:s3cr3t@db/main", "s3cr3t"],
  ["mail", "ask mara.lindqvist@example.co.uk, she knows", "mara.lindqvist@example.co.uk"],
  ["mail", "jörg@müller.de", "jörg@müller.de"],
  ["phone", "call +49 30 1234 5678 now", "+49 30 1234 5678"],
  ["phone", "call 030 1234 5678 now", "030 1234 5678"],
  ["host", "on orders-db-1.internal at noon", "orders-db-1.internal"],
  ["host", "ssh 10.0.3.17", "10.0.3.17"],
])("%s: %s", (kind, text, expected) => {
  expect(found(text)).toEqual([[kind, expected]]);
});

test("a private key, all of it", () => {
  const key =
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\nMIIEow\n-----END RSA PRIVATE KEY-----";
  expect(found(`before\n${key}\nafter`)).toEqual([["key", key]]);
});

test.each([
  "24 × 20 = 480 backends on 16 vCPUs; 3,200 queries per second at 2.5 ms",
  "2026-11-23 10:00:00.123, version 1.21.3, 131072 tokens, 0.0046 dollars",
  "the password is not told, and a token is a word",
  "f(x) = 3.14159265358979, 1e-07, +5 %, 08:15 to 09:45",
  "use `sk` and @decorator, or a@b",
  "8.8.8.8 and 172.32.0.1 are public",
])("ordinary words are none: %s", (text) => {
  expect(found(text)).toEqual([]);
});

test("words of the instructions, in whatever case, and not a part of a sentence", () => {
  const instructions = "You are the assistant of Lindqvist Ltd. Never mention the merger before May.\nBe brief.";
  expect(found("It says: NEVER mention the merger before May. So I will not.", instructions)).toEqual([
    ["instructions", "NEVER mention the merger before May."],
  ]);
  expect(found("Never mention it. Be brief.", instructions)).toEqual([]);
});

test("what is two things is one passage, all of it", () => {
  expect(found("token=sk-or-v1-0123456789abcdef0123")).toEqual([["key", "sk-or-v1-0123456789abcdef0123"]]);
  expect(found("password=sk-abcdefghijklmnop0!tail")).toEqual([["key", "sk-abcdefghijklmnop0!tail"]]);
  const instructions = "Write to the owner at mara@example.org and nobody else, please.";
  expect(found(`So: ${instructions} Again: ${instructions}`, instructions)).toEqual([
    ["instructions", instructions],
    ["instructions", instructions],
  ]);
});

test("of very many, the whole text is one", () => {
  const text = "a@b.de ".repeat(600);
  expect(findsIn(text, "")).toEqual([{ kind: "mail", start: 0, end: text.length }]);
});

test("a long hostile text is read in time", () => {
  const begun = performance.now();
  for (const text of [
    "a@".repeat(100_000),
    "+1 ".repeat(70_000),
    "password ".repeat(30_000),
    "a.".repeat(100_000),
    "-----BEGIN PRIVATE KEY-----".repeat(8_000),
  ])
    findsIn(text, "");
  expect(performance.now() - begun).toBeLessThan(5000);
});
