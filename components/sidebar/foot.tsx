"use client";

import { Plug } from "lucide-react";
import useSWR from "swr";
import { shortName } from "@/components/composer/choice";
import { useConnectionInUse } from "@/components/composer/connection-in-use";
import { NearLink } from "@/components/ui/near-link";
import { seconds } from "@/lib/client/figures";
import type { ConnectionList, ConnectionView } from "@/lib/contract/connections";

/** What the foot says about a connection. */
export type FootConnection = Pick<ConnectionView, "id" | "name" | "source" | "enabled" | "keyHint" | "lastTest">;

export interface SidebarFoot {
  connections: FootConnection[];
  /** where a new conversation goes; null = nowhere yet */
  usualId: string | null;
}

/** Where the next question goes, and how that connection was when it was tested last. */
export function ConnectionFoot({ foot, onFollow }: { foot: SidebarFoot; onFollow: () => void }) {
  // what the settings have fetched since; without a fetcher it asks for nothing itself
  const { data } = useSWR<ConnectionList>("/api/connections", null);
  const inUse = useConnectionInUse() ?? foot.usualId;
  const connections: FootConnection[] = data?.connections ?? foot.connections;
  const connection = connections.find(({ id }) => id === inUse) ?? connections.find(({ enabled }) => enabled);
  const name = connection?.name ?? "No connection";
  const state = connection ? stateOf(connection) : "";
  return (
    <NearLink
      href="/settings/connections"
      aria-label={state ? `${name}, ${state}` : name}
      title={name}
      onClick={onFollow}
    >
      <Plug className="i" aria-hidden />
      <span className="grow">{shortName(name)}</span>
      <span className="faint num">{state}</span>
    </NearLink>
  );
}

function stateOf({ source, enabled, lastTest, keyHint }: FootConnection): string {
  if (!enabled) return "off";
  if (source === "builtin") return "no key";
  if (lastTest && !lastTest.ok) return lastTest.failed === "key" ? "key refused" : "not reachable";
  if (lastTest?.latencyMs) return seconds(lastTest.latencyMs);
  return keyHint ? "" : "no key";
}
