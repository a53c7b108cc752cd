import { SettingsPage } from "@/components/settings/settings-page";
import { ShareRows } from "@/components/share/share-rows";
import { requireUser } from "@/lib/auth/session";

export const metadata = { title: "Shared links" };

export default async function SharesPage() {
  await requireUser();
  return (
    <SettingsPage title="Shared links" lede="Everything that others can read, and the way to end it.">
      <ShareRows />
    </SettingsPage>
  );
}
