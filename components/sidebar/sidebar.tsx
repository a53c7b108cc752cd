"use client";

import { PanelLeft, Search, Settings2, SquarePen } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { useModKey } from "@/components/shell/shortcuts";
import { useConversationList } from "@/lib/client/conversations";
import type { ConversationPage } from "@/lib/contract/conversations";
import { ConversationList } from "./conversation-list";
import { ConnectionFoot, type SidebarFoot } from "./foot";
import { Wordmark } from "./wordmark";

export function Sidebar({ initial, foot }: { initial: ConversationPage; foot: SidebarFoot }) {
  const { isDrawerOpen, hideSidebar, closeDrawer, newConversation } = useShell();
  const [query, setQuery] = useState("");
  const list = useConversationList(initial);
  const mod = useModKey();
  return (
    <nav className="sidebar" aria-label="Conversations" data-drawer={isDrawerOpen ? "open" : "closed"}>
      <div className="side-top">
        <Link
          href="/"
          aria-label="Verbatim"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            newConversation();
          }}
        >
          <Wordmark />
        </Link>
        <button type="button" className="icon" aria-label="Hide sidebar" onClick={hideSidebar}>
          <PanelLeft className="i" aria-hidden />
        </button>
      </div>
      <div className="side-actions">
        <button type="button" className="new" aria-label="New conversation" onClick={newConversation}>
          <SquarePen className="i" aria-hidden />
          <span className="grow">New conversation</span>
          <kbd>{mod === "⌘" ? "⌘⇧O" : "Ctrl ⇧ O"}</kbd>
        </button>
        <label className="find">
          <Search className="i" aria-hidden />
          <input
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <kbd>{mod === "⌘" ? "⌘K" : "Ctrl K"}</kbd>
        </label>
      </div>
      <ConversationList list={list} query={query} />
      <div className="side-foot">
        <ConnectionFoot foot={foot} onFollow={closeDrawer} />
        <Link href="/settings" onClick={closeDrawer}>
          <Settings2 className="i" aria-hidden />
          <span className="grow">Settings</span>
        </Link>
      </div>
    </nav>
  );
}
