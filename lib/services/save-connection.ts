import "server-only";
import { normaliseBaseUrl } from "@/lib/ai/address";
import { profileForAddress } from "@/lib/ai/profiles";
import type { ConnectionView } from "@/lib/contract/connections";
import * as connections from "@/lib/db/connections";
import { refreshModels } from "./refresh-models";

/** Stores a new connection; its model list is fetched in the background. @throws AppError provider_address */
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
  void refreshModels(await connections.getConnection({ userId: input.userId, connectionId }));
  return connections.getConnectionView({ userId: input.userId, connectionId });
}

/** @throws AppError not_found, connection_fixed, provider_address */
export async function updateConnection(input: {
  userId: string;
  connectionId: string;
  name?: string | undefined;
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  enabled?: boolean | undefined;
}): Promise<ConnectionView> {
  const { userId, connectionId, name, apiKey, enabled } = input;
  const baseUrl = input.baseUrl === undefined ? undefined : normaliseBaseUrl(input.baseUrl);
  await connections.updateConnection({
    userId,
    connectionId,
    ...(name === undefined ? {} : { name }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(baseUrl === undefined ? {} : { baseUrl, profile: profileForAddress(baseUrl) }),
  });
  return connections.getConnectionView({ userId, connectionId });
}

/** The key goes at once; answers keep the name of the connection. @throws AppError not_found, connection_fixed */
export async function deleteConnection(input: { userId: string; connectionId: string }): Promise<void> {
  await connections.deleteConnection(input);
}
