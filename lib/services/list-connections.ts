import "server-only";
import type { ConnectionList } from "@/lib/contract/connections";
import { listConnectionViews } from "@/lib/db/connections";
import { installationConnections } from "./installation";

/** Connections as people see them; those of the environment only while they are configured. */
export async function listConnections({ userId }: { userId: string }): Promise<ConnectionList> {
  const configured = new Set(installationConnections().map((connection) => connection.id));
  const connections = await listConnectionViews(userId);
  return {
    connections: connections.filter((connection) => connection.source === "ui" || configured.has(connection.id)),
  };
}
