import type { ReactNode } from "react";
import { OpenSidebar } from "@/components/shell/open-sidebar";

interface SettingsPageProps {
  title: string;
  lede: string;
  /** the page's one main action */
  action?: ReactNode;
  children: ReactNode;
}

export function SettingsPage({ title, lede, action, children }: SettingsPageProps) {
  return (
    <>
      <div className="topbar plain page-bar">
        <OpenSidebar />
      </div>
      <div className="page">
        <header>
          <div className="grow">
            <h1>{title}</h1>
            <p className="lede">{lede}</p>
          </div>
          {action}
        </header>
        {children}
      </div>
    </>
  );
}
