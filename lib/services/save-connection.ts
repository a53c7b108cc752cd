import "server-only";
import { normaliseBaseUrl } from "@/lib/ai/address";
import { profileForAddress } from "@/lib/ai/profiles";
import type { ConnectionView } from "@/lib/contract/connections";
import { forgetFacts } from "@/lib/db/capabilities";
import * as connections from "@/lib/db/connections";
import type { ProfileOverrides } from "@/lib/reasoning/profiles-facts";
import { takeAddressTest } from "./address-tests";
import { getConnection } from "./list-connections";
import { ensureModels } from "./refresh-models";
import { saveProbed } from "./test-connection";

/** Stores a new connection with what its test has shown; without one, its model list is fetched now, with a short wait. @throws AppError provider_address */
export async function createConnection(input: {
  userId: string;
  name: string;
  baseUrl: string;
  apiKey?: string | undefined;
}): Promise<ConnectionView> {
  const baseUrl = normaliseBaseUrl(input.baseUrl);
  const connectionId = await connections.insertConnection({
    userId: input.userId,
    name: input.name,
    baseUrl,
    profile: profileForAddress(baseUrl),
    apiKey: input.apiKey || null,
  });
  const owned = { userId: input.userId, connectionId };
  const isTested = await keepTest(owned, { baseUrl, apiKey: input.apiKey || null });
  if (!isTested) await ensureModels([await connections.getConnection(owned)]);
  return getConnection(owned);
}

/** The test of this address and key that came before they were saved; tells whether there was one. */
async function keepTest(
  owned: { userId: string; connectionId: string },
  tested: { baseUrl: string; apiKey: string | null },
): Promise<boolean> {
  const probed = takeAddressTest({ userId: owned.userId, ...tested });
  if (!probed) return false;
  if (probed.test.server) await connections.saveRecognisedProfile(owned.connectionId, probed.test.server);
  await saveProbed({ ...owned, probed });
  return true;
}

/** @throws AppError not_found, connection_fixed, provider_address */
export async function updateConnection(input: {
  userId: string;
  connectionId: string;
  name?: string | undefined;
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  enabled?: boolean | undefined;
  profile?: string | null | undefined;
  profileOverrides?: ProfileOverrides | undefined;
}): Promise<ConnectionView> {
  const { userId, connectionId, name, apiKey, enabled, profile, profileOverrides } = input;
  const baseUrl = input.baseUrl === undefined ? undefined : normaliseBaseUrl(input.baseUrl);
  await connections.updateConnection({
    userId,
    connectionId,
    ...(name === undefined ? {} : { name }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(baseUrl === undefined ? {} : { baseUrl, profile: profileForAddress(baseUrl) }),
    ...(profile === undefined ? {} : { chosenProfile: profile }),
    ...(profileOverrides === undefined ? {} : { overrides: profileOverrides }),
  });
  if (apiKey) {
    const saved = await connections.getConnection({ userId, connectionId });
    await keepTest({ userId, connectionId }, { baseUrl: saved.baseUrl, apiKey });
  }
  return getConnection({ userId, connectionId });
}

/** The key goes at once; answers keep the name of the connection. @throws AppError not_found, connection_fixed */
export async function deleteConnection(input: { userId: string; connectionId: string }): Promise<void> {
  await connections.deleteConnection(input);
}

/** Forgets what was found out about a connection; it may be learned again. @throws AppError not_found */
export async function forgetLearned(input: {
  userId: string;
  connectionId: string;
  field?: string | undefined;
  model?: string | undefined;
}): Promise<ConnectionView> {
  const { userId, connectionId, field, model } = input;
  const only = field === undefined ? undefined : { field, modelId: model ?? null };
  await forgetFacts({ userId, connectionId, only });
  return getConnection({ userId, connectionId });
}
