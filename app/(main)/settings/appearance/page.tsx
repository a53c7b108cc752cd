import { cookies } from "next/headers";
import { ThemeChoice } from "@/components/settings/theme-choice";
import { TitledPage } from "@/components/shell/titled-page";
import { themeCookie, toTheme } from "@/lib/client/cookies";

export const metadata = { title: "Appearance" };

export default async function AppearancePage() {
  const theme = toTheme((await cookies()).get(themeCookie)?.value);
  return (
    <TitledPage title="Appearance" lede="How the pages look in this browser.">
      <section className="card rows">
        <div>
          <div>
            <h2>Theme</h2>
            <p className="help">System follows the setting of this device.</p>
          </div>
          <ThemeChoice initial={theme} />
        </div>
      </section>
    </TitledPage>
  );
}
