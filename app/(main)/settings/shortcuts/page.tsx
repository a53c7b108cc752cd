import { Shortcuts } from "@/components/shell/shortcuts";
import { TitledPage } from "@/components/shell/titled-page";

export const metadata = { title: "Shortcuts" };

export default function ShortcutsPage() {
  return (
    <TitledPage title="Shortcuts" lede="Everything can be reached without a mouse.">
      <section className="card">
        <div className="part" style={{ border: 0 }}>
          <Shortcuts />
        </div>
      </section>
    </TitledPage>
  );
}
