import { expect, test } from "vitest";
import { readProviderError } from "./provider-error";

test("the code is the first of code, error_type, type", () => {
  expect(readProviderError({ error: { message: "m", metadata: { error_type: "timeout" } } })?.code).toBe("timeout");
  expect(readProviderError({ error: { error_type: "server", http_status: 500, message: "m" } })?.code).toBe("server");
  expect(readProviderError({ detail: "Not Found" })).toMatchObject({ code: null, message: "Not Found" });
});

test("an error without words is still an error; none is none", () => {
  expect(readProviderError({ error: {} })).toMatchObject({ message: "The provider reported an error.", raw: "{}" });
  for (const body of [null, 1, {}, { error: null }, { choices: [], message: "hi", type: "x" }])
    expect(readProviderError(body)).toBeNull();
});

test("keys are taken out, and the rest is cut without halving a character", () => {
  const error = readProviderError({
    error: { message: `Incorrect key sk-or-v1-0123456789abcdef, ${"🦊".repeat(2_000)}` },
  });
  expect(error?.message).toContain("Incorrect key [key], 🦊");
  expect(error?.raw).not.toContain("0123456789");
  expect(error?.raw.length).toBeLessThanOrEqual(2_000);
  expect(error?.message.isWellFormed()).toBe(true);
});
