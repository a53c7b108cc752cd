"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { SidebarFoot } from "@/components/sidebar/foot";
import { Sidebar } from "@/components/sidebar/sidebar";
import { later } from "@/components/ui/later";
import { NewVersion, NewVersionLine } from "@/components/ui/new-version";
import { sidebarCookie, writeCookie } from "@/lib/client/cookies";
import type { ConversationPage } from "@/lib/contract/conversations";
import { OfflineLine } from "./offline-line";
import { type ShellContext, ShellProvider } from "./shell-context";
import { useOwnerFeed } from "./use-owner-feed";
import { useShellKeys } from "./use-shell-keys";

const OldNav = () => (
  <nav className="sidebar" aria-label="Settings">
    <NewVersionLine />
  </nav>
);
const SettingsNav = dynamic(() =>
  import("@/components/settings/settings-nav").then(
    (module) => module.SettingsNav,
    () => OldNav,
  ),
);
const CommandPalette = later(() => import("./command-palette").then((module) => module.CommandPalette), NewVersion);
const ShortcutsDialog = later(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog), NewVersion);

/** From here on the sidebar stands beside the page; below it is a drawer (frame.css). */
const wideQuery = "(min-width: 56.25rem)";

interface ShellProps {
  conversations: ConversationPage;
  foot: SidebarFoot;
  /** drawn by the server: its paths are no script */
  wordmark: ReactNode;
  isSidebarHidden: boolean;
  children: ReactNode;
}

export function Shell({ conversations, foot, wordmark, isSidebarHidden, children }: ShellProps) {
  const [isHidden, setIsHidden] = useState(isSidebarHidden);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [freshKey, setFreshKey] = useState(0);
  const [dialog, setDialog] = useState<"commands" | "shortcuts" | null>(null);
  const router = useRouter();
  const isSettings = usePathname().startsWith("/settings");

  const isNewPage = useRef(false);
  const makeFresh = useCallback(() => setFreshKey((key) => key + 1), []);
  const rememberHidden = (hidden: boolean) => {
    setIsHidden(hidden);
    writeCookie(sidebarCookie, hidden ? "hidden" : "shown");
  };
  const showSidebar = () => (matchMedia(wideQuery).matches ? rememberHidden(false) : setIsDrawerOpen(true));
  const hideSidebar = () => (matchMedia(wideQuery).matches ? rememberHidden(true) : setIsDrawerOpen(false));
  const newConversation = () => {
    setIsDrawerOpen(false);
    // a conversation that began on `/` still is that page to the router: only the address and the state have to change
    if (isNewPage.current) {
      if (location.pathname !== "/") history.pushState(null, "", "/");
      makeFresh();
    } else router.push("/");
  };
  const isSidebarShown = () => (matchMedia(wideQuery).matches ? !isHidden : isDrawerOpen);

  useShellKeys({
    newConversation,
    toggleSidebar: () => (isSidebarShown() ? hideSidebar() : showSidebar()),
    openCommands: () => setDialog("commands"),
    openShortcuts: () => setDialog("shortcuts"),
  });

  useOwnerFeed();

  useEffect(() => {
    if (!isDrawerOpen) return;
    // the rest of the page is inert while the drawer lies over it
    const opener = document.activeElement;
    document.querySelector<HTMLElement>(".sidebar a, .sidebar button")?.focus({ preventScroll: true });
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      setIsDrawerOpen(false);
    };
    // before the page's own Escape, which stops a running answer
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => {
      document.removeEventListener("keydown", onKeyDown, { capture: true });
      if (opener instanceof HTMLElement && opener !== document.body) opener.focus({ preventScroll: true });
    };
  }, [isDrawerOpen]);

  const shell: ShellContext = {
    freshKey,
    makeFresh,
    isNewPage,
    newConversation,
    isDrawerOpen,
    showSidebar,
    hideSidebar,
    isSidebarShown,
    closeDrawer: () => setIsDrawerOpen(false),
    openCommands: () => setDialog("commands"),
  };
  return (
    <ShellProvider value={shell}>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <div className="app" data-sidebar={isHidden ? "hidden" : "shown"}>
        {isSettings ? <SettingsNav wordmark={wordmark} /> : <Sidebar initial={conversations} {...{ foot, wordmark }} />}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape and the sidebar's own button close it too */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
        <div className="drawer-scrim" onClick={() => setIsDrawerOpen(false)} />
        <main className="main" id="content" inert={isDrawerOpen}>
          <OfflineLine />
          {children}
        </main>
      </div>
      {dialog === "commands" && (
        <CommandPalette onClose={() => setDialog(null)} onShortcuts={() => setDialog("shortcuts")} />
      )}
      {dialog === "shortcuts" && <ShortcutsDialog onClose={() => setDialog(null)} />}
    </ShellProvider>
  );
}
