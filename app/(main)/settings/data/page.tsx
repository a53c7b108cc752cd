import { DataDelete } from "@/components/settings/data-delete";
import { DataExport } from "@/components/settings/data-export";
import { DataImport } from "@/components/settings/data-import";
import { TitledPage } from "@/components/shell/titled-page";
import { requireUser } from "@/lib/auth/session";

export const metadata = { title: "Data" };

export default async function DataPage() {
  await requireUser();
  return (
    <TitledPage title="Data" lede="Everything leaves and enters in open formats.">
      <DataExport />
      <DataImport />
      <DataDelete />
    </TitledPage>
  );
}
