import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { productClient } from "../support/product-client.ts";
import { canaryKeys } from "./installation.ts";

/** A fake provider of this test file alone, and a stored connection to it: its journal can be watched while an answer runs. */
export function ownFakeProvider(key: string = canaryKeys.stored) {
  const client = productClient(inject("installation").url);
  let fake: FakeProvider;
  let connectionId: string;
  beforeAll(async () => {
    fake = await startFakeProvider();
    connectionId = await client.newConnection(`Fake ${randomUUID()}`, `${fake.url}/v1`, key);
  });
  afterAll(async () => {
    await client.request("DELETE", `/connections/${connectionId}`);
    await fake.close();
  });
  return {
    client,
    fake: () => fake,
    newConversation: (scenario = "default", more: object = {}) =>
      client.newConversation({ connectionId, model: `fake/${scenario}`, ...more }),
    /** the streaming requests whose body holds this text */
    requests: (text: string) =>
      fake.requests.filter((entry) => entry.body?.stream === true && entry.bodyText.includes(text)),
    titleRequests: (text: string) =>
      fake.requests.filter((entry) => entry.body?.stream !== true && entry.bodyText.includes(text)),
  };
}
