import { ShareRows } from "@/components/share/share-rows";
import { TitledPage } from "@/components/shell/titled-page";
import { requireUser } from "@/lib/auth/session";

export const metadata = { title: "Shared links" };

export default async function SharesPage() {
  await requireUser();
  return (
    <TitledPage title="Shared links" lede="Everything that others can read, and the way to end it.">
      <ShareRows />
    </TitledPage>
  );
}
