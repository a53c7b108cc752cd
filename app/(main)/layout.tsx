import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import type { SidebarFoot } from "@/components/sidebar/foot";
import { Wordmark } from "@/components/sidebar/wordmark";
import { requireUser } from "@/lib/auth/session";
import { choiceCookie, sidebarCookie } from "@/lib/client/cookies";
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
      foot={footOf(connections, store.get(choiceCookie)?.value)}
      wordmark={<Wordmark />}
      isSidebarHidden={store.get(sidebarCookie)?.value === "hidden"}
    >
      {children}
    </Shell>
  );
}

/** A new conversation goes where the model picked last is, else to the first connection. */
function footOf(all: ConnectionView[], remembered: string | undefined): SidebarFoot {
  const connections = all.map(({ id, name, source, enabled, keyHint, lastTest }) => ({
    id,
    name,
    source,
    enabled,
    keyHint,
    lastTest,
  }));
  const enabled = connections.filter((connection) => connection.enabled);
  const usual =
    enabled.find(({ id }) => remembered?.startsWith(`${id} `)) ??
    enabled.find(({ source }) => source !== "builtin") ??
    enabled[0];
  return { connections, usualId: usual?.id ?? null };
}
