import { DataDelete } from "@/components/settings/data-delete";
import { DataExport } from "@/components/settings/data-export";
import { DataImport } from "@/components/settings/data-import";
import { SettingsPage } from "@/components/settings/settings-page";
import { requireUser } from "@/lib/auth/session";

export const metadata = { title: "Data" };

export default async function DataPage() {
  await requireUser();
  return (
    <SettingsPage title="Data" lede="Everything leaves and enters in open formats.">
      <DataExport />
      <DataImport />
      <DataDelete />
    </SettingsPage>
  );
}
