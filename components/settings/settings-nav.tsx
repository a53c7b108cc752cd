"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useShell } from "@/components/shell/shell-context";

const groups = [
  {
    label: "You",
    pages: [
      { href: "/settings/appearance", name: "Appearance" },
      { href: "/settings/shares", name: "Shared links" },
      { href: "/settings/data", name: "Data" },
      { href: "/settings/shortcuts", name: "Shortcuts" },
    ],
  },
  { label: "This server", pages: [{ href: "/settings/connections", name: "Connections" }] },
];

export function SettingsNav({ wordmark }: { wordmark: ReactNode }) {
  const { isDrawerOpen, closeDrawer } = useShell();
  const pathname = usePathname();
  return (
    <nav className="sidebar" aria-label="Settings" data-drawer={isDrawerOpen ? "open" : "closed"}>
      <div className="side-top">
        <Link href="/" aria-label="Verbatim" onClick={closeDrawer}>
          {wordmark}
        </Link>
      </div>
      <div className="side-actions">
        <Link href="/" onClick={closeDrawer}>
          <ArrowLeft className="i" aria-hidden />
          <span className="grow">Back to conversations</span>
        </Link>
      </div>
      <div className="side-list">
        {groups.map(({ label, pages }) => (
          <section key={label} aria-label={label}>
            <h2>{label}</h2>
            {pages.map(({ href, name }) => (
              <div key={href} className="side-row">
                <Link href={href} aria-current={pathname === href ? "page" : undefined} onClick={closeDrawer}>
                  <span>{name}</span>
                </Link>
              </div>
            ))}
          </section>
        ))}
      </div>
    </nav>
  );
}
