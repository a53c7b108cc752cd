import { Connections } from "@/components/settings/connections";
import { requireUser } from "@/lib/auth/session";
import { listConnections } from "@/lib/services/list-connections";

export const metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const user = await requireUser();
  return <Connections initial={await listConnections({ userId: user.id })} />;
}
