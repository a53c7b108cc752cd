import type { ReactNode } from "react";
import { OpenSidebar } from "./open-sidebar";

interface TitledPageProps {
  title: string;
  lede: string;
  /** the page's one main action */
  action?: ReactNode;
  children: ReactNode;
}

/** A page beside the sidebar that begins with its name. */
export function TitledPage({ title, lede, action, children }: TitledPageProps) {
  return (
    <>
      <div className="topbar plain page-bar">
        <OpenSidebar />
      </div>
      <div className="page">
        <header>
          <div className="grow">
            <h1>{title}</h1>
            <p className="lede" dir="auto">
              {lede}
            </p>
          </div>
          {action}
        </header>
        {children}
      </div>
    </>
  );
}
