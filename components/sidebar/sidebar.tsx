"use client";

import { Archive, PanelLeft, Search, Settings2, SquarePen } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { useModKey } from "@/components/shell/use-mod-key";
import { later } from "@/components/ui/later";
import { NearLink } from "@/components/ui/near-link";
import { NewVersion, NewVersionLine } from "@/components/ui/new-version";
import { useChosenTag, useConversationList } from "@/lib/client/conversations";
import type { ConversationPage } from "@/lib/contract/conversations";
import { ConversationList } from "./conversation-list";
import { ConnectionFoot, type SidebarFoot } from "./foot";
import { SideLine } from "./side-line";

const loadSearch = () =>
  import("@/components/search/search-panel").then(
    (module) => module.SearchPanel,
    () => NewVersionLine,
  );
const SearchPanel = dynamic(loadSearch, { ssr: false, loading: () => <div className="side-list" /> });

const ProjectSection = dynamic(
  () =>
    import("@/components/projects/project-section").then(
      (module) => module.ProjectSection,
      () => NewVersionLine,
    ),
  { ssr: false, loading: () => <div className="projects" /> },
);
const TagBar = later(() => import("@/components/tags/tag-bar").then((module) => module.TagBar), NewVersionLine);
const ArchiveDialog = later(() => import("./archive-dialog").then((module) => module.ArchiveDialog), NewVersion);

interface SidebarProps {
  initial: ConversationPage;
  foot: SidebarFoot;
  wordmark: ReactNode;
}

export function Sidebar({ initial, foot, wordmark }: SidebarProps) {
  const { isDrawerOpen, hideSidebar, closeDrawer, newConversation } = useShell();
  const [query, setQuery] = useState("");
  const list = useConversationList(initial);
  const tagId = useChosenTag();
  const mod = useModKey();
  const box = useRef<HTMLInputElement>(null);
  const [enterAt, setEnterAt] = useState<string | null>(null);
  const [isArchiveOpen, setIsArchiveOpen] = useState(false);
  // what was typed before this page came to life
  useEffect(() => setQuery((now) => now || (box.current?.value ?? "")), []);
  const isSearching = query.trim() !== "";
  const clear = () => {
    setQuery("");
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || !isSearching) return;
    if (event.key === "Escape") clear();
    else if (event.key === "Enter") setEnterAt(query);
    else if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".hits [data-result]")?.focus();
    else return;
    event.preventDefault();
    // Escape would go on to stop a running answer
    event.stopPropagation();
  };
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
          {wordmark}
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
            ref={box}
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            maxLength={1000}
            value={query}
            onFocus={() => void loadSearch()}
            onChange={(event) => {
              setQuery(event.target.value);
              setEnterAt(null);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>{mod === "⌘" ? "⌘K" : "Ctrl K"}</kbd>
        </label>
      </div>
      {isSearching ? (
        <SearchPanel query={query} isEntered={enterAt === query} onEntered={() => setEnterAt(null)} onLeave={clear} />
      ) : (
        <>
          <ProjectSection onFollow={closeDrawer} />
          {tagId && <TagBar tagId={tagId} />}
          <ConversationList
            key={tagId}
            list={list}
            blank={tagId ? "No conversation in the list has this tag." : "Conversations will be listed here."}
          />
        </>
      )}
      <SideLine />
      <div className="side-foot">
        <button type="button" onClick={() => setIsArchiveOpen(true)}>
          <Archive className="i" aria-hidden />
          <span className="grow">Archive</span>
        </button>
        <ConnectionFoot foot={foot} onFollow={closeDrawer} />
        <NearLink href="/settings" onClick={closeDrawer}>
          <Settings2 className="i" aria-hidden />
          <span className="grow">Settings</span>
        </NearLink>
      </div>
      {isArchiveOpen && <ArchiveDialog onClose={() => setIsArchiveOpen(false)} />}
    </nav>
  );
}
