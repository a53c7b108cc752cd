import { expect } from "vitest";
import { errorBodySchema, type ProductClient } from "../support/product-client.ts";

/** Status and code of an answer that has to be a documented error. */
export async function refusal(response: Response): Promise<{ status: number; code: string }> {
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("application/json");
  const { error } = errorBodySchema.parse(JSON.parse(text));
  expect(error.requestId).toBe(response.headers.get("x-request-id"));
  return { status: response.status, code: error.code };
}

/** After whatever was refused: nothing was stored, and the next message works. */
export async function expectUntouched(client: ProductClient, conversationId: string): Promise<void> {
  expect((await client.conversation(conversationId)).messages).toEqual([]);
  expect((await client.ask(conversationId, "Next")).error).toBeNull();
}
