import { APICallError } from "@ai-sdk/provider";
import { expect, test } from "vitest";
import { cleanProviderText, fromProviderFacts, readErrorBody, toProviderError } from "./provider-errors";

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

test.each([
  [
    "Incorrect API key provided: sk-xxx. You can find your API key at https://platform.openai.com/account/api-keys.",
    "Incorrect API key provided: [key]. You can find your API key at https://platform.openai.com/account/api-keys.",
  ],
  ["Incorrect API key provided: sk-proj-********************wxYz.", "Incorrect API key provided: [key]."],
  ["Incorrect API key provided: abcd****wxyz.", "Incorrect API key provided: [key]."],
  [
    "You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)",
    "You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)",
  ],
  ["Bad header: Bearer a1b2c3d4e5f6", "Bad header: Bearer [key]"],
  ["Bearer authentication is required", "Bearer authentication is required"],
  ["No auth credentials found", "No auth credentials found"],
  ["Invalid key sk-or-v1-0123456789abcdef, no cookie auth", "Invalid key [key], no cookie auth"],
  ["Invalid API Key", "Invalid API Key"],
  ["The key gsk_AbC123xyz is not active", "The key [key] is not active"],
  ["invalid x-api-key", "invalid x-api-key"],
  ["x-api-key: sk-ant-api03-AbC_12-3", "x-api-key: [key]"],
  ["API key not valid: AIzaSyA-1234567890", "API key not valid: [key]"],
  [
    "Incorrect API key provided: xai-ab***9. Get one at console.x.ai",
    "Incorrect API key provided: [key]. Get one at console.x.ai",
  ],
  [`Unknown token ${"0123456789abcdef".repeat(4)}`, "Unknown token [key]"],
  ["wrong key CANARY~stored~0123456789 here", "wrong key [key] here"],
  [`Unknown word ${"0123456789abcdef".repeat(4)}`, "Unknown word […]"],
  [
    "Task-based model deepseek-ai/DeepSeek-R1-Distill-Qwen-32B is not ready (req_011CSHoEeqs5C35K2UUqR7Fy)",
    "Task-based model deepseek-ai/DeepSeek-R1-Distill-Qwen-32B is not ready (req_011CSHoEeqs5C35K2UUqR7Fy)",
  ],
])("of %s remains %s", (said, shown) => {
  expect(cleanProviderText(said)).toBe(shown);
});

test("the connection's own key goes, whatever it looks like", () => {
  expect(cleanProviderText("The key my own words is unknown", ["my own words"])).toBe("The key [key] is unknown");
});

test("an answer that never began names its status, one that broke does not", () => {
  expect(refusal(500, "<html>oops</html>").userMessage).toBe("The provider answered with an error (500).");
  const inStream = fromProviderFacts(readErrorBody(null, '{"error":{"message":"oops","code":500}}'), context);
  expect(inStream.userMessage).toBe("The provider failed while answering. Example says: oops");
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
