import { SettingsPage } from "@/components/settings/settings-page";
import { Shortcuts } from "@/components/shell/shortcuts";

export const metadata = { title: "Shortcuts" };

export default function ShortcutsPage() {
  return (
    <SettingsPage title="Shortcuts" lede="Everything can be reached without a mouse.">
      <section className="card">
        <div className="part" style={{ border: 0 }}>
          <Shortcuts />
        </div>
      </section>
    </SettingsPage>
  );
}
