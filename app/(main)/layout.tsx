import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import type { SidebarFoot } from "@/components/sidebar/sidebar";
import { requireUser } from "@/lib/auth/session";
import { sidebarCookie } from "@/lib/client/cookies";
import { seconds } from "@/lib/client/figures";
import type { ConnectionView } from "@/lib/contract/connections";
import { listConnections } from "@/lib/services/list-connections";
import { listConversations } from "@/lib/services/list-conversations";

export default async function MainLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const [conversations, { connections }, store] = await Promise.all([
    listConversations({ userId: user.id, limit: 50 }),
    listConnections({ userId: user.id }),
    cookies(),
  ]);
  return (
    <Shell
      conversations={conversations}
      foot={footOf(connections)}
      isSidebarHidden={store.get(sidebarCookie)?.value === "hidden"}
    >
      {children}
    </Shell>
  );
}

/** The connection that is used first, and how it is: what the foot of the sidebar says. */
function footOf(connections: ConnectionView[]): SidebarFoot {
  const enabled = connections.filter((connection) => connection.enabled);
  const first = enabled.find((connection) => connection.source !== "builtin") ?? enabled[0];
  if (!first) return { connection: "No connection", state: "" };
  return { connection: first.name, state: stateOf(first) };
}

function stateOf({ source, lastTest, keyHint }: ConnectionView): string {
  if (source === "builtin") return "no key";
  if (lastTest && !lastTest.ok) return lastTest.failed === "key" ? "key refused" : "not reachable";
  if (lastTest?.latencyMs) return seconds(lastTest.latencyMs);
  return keyHint ? "" : "no key";
}
