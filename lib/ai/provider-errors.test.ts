import { APICallError } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { cleanProviderText, readErrorBody, toProviderError } from "./provider-errors";

const context = { connectionName: "Example", secrets: ["sk-canary-0123456789"] };
const refusal = (statusCode: number, responseBody: string) =>
  toProviderError(
    new APICallError({ message: "refused", url: "http://x", requestBodyValues: {}, statusCode, responseBody }),
    context,
  );

test.each([
  [401, '{"error":{"message":"No auth credentials found","code":401}}', "provider_key_denied"],
  [402, '{"error":{"message":"Insufficient credits"}}', "provider_payment"],
  [403, '{"error":"moderated"}', "provider_forbidden"],
  [404, '{"error":{"message":"No endpoints found"}}', "provider_model_unknown"],
  [429, '{"object":"error","message":"slow down","code":429}', "provider_rate_limit"],
  [
    400,
    '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
    "provider_context_length",
  ],
  [
    400,
    '{"message":"property x is unsupported","type":"invalid_request_error","code":"wrong_api_format"}',
    "provider_refused",
  ],
  [500, "<html>oops</html>", "provider_failed"],
  [503, '{"error":{"message":"Loading model","type":"unavailable_error"}}', "provider_overloaded"],
  [529, "", "provider_overloaded"],
])("status %i with %s is %s", (status, body, code) => {
  expect(refusal(status, body).code).toBe(code);
});

test("a key that a provider repeats reaches neither sentence nor log line", () => {
  const error = refusal(401, '{"error":{"message":"Incorrect API key provided: sk-canary-0123456789"}}');
  expect(error.userMessage).toContain("[key]");
  expect(`${error.userMessage} ${error.detail}`).not.toContain("canary");
});

test("long opaque strings, such as signatures, are cut out of sentences", () => {
  expect(cleanProviderText(`Invalid signature ${"Ab1/".repeat(40)} in block`)).toBe("Invalid signature […] in block");
});

test.each([
  ["ECONNREFUSED", "provider_unreachable"],
  ["ENOTFOUND", "provider_unreachable"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "provider_tls"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "provider_tls"],
  ["UND_ERR_CONNECT_TIMEOUT", "provider_timeout"],
  ["ERR_ADDRESS_NOT_ALLOWED", "provider_address"],
])("the network failure %s, however deep, is %s", (code, expected) => {
  const cause = Object.assign(new Error("inner"), { code });
  expect(toProviderError(new TypeError("fetch failed", { cause: new Error("outer", { cause }) }), context).code).toBe(
    expected,
  );
});

test("bodies of any shape are read or passed over", () => {
  expect(
    readErrorBody(400, '{"error":{"message":"a","metadata":{"error_type":"invalid_prompt","raw":"{}"}}}'),
  ).toMatchObject({ message: "a", kind: "invalid_prompt" });
  expect(readErrorBody(400, "[]").message).toBeNull();
  expect(readErrorBody(null, "not json").message).toBeNull();
});
