"use client";

import {
  Database,
  FileUp,
  Keyboard,
  type LucideIcon,
  PanelLeft,
  Plug,
  SlidersHorizontal,
  SquarePen,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { Snippet } from "@/components/search/snippet";
import { exportsOf } from "@/components/sidebar/exports";
import { Dialog } from "@/components/ui/dialog";
import { SearchList, wordsMatch } from "@/components/ui/search-list";
import type { SearchResult } from "@/lib/contract/search";
import { useShell } from "./shell-context";
import { useFoundCommands } from "./use-found-commands";

export interface Command {
  id: string;
  group: "Commands" | "Conversations" | "Messages";
  label: string;
  /** what was found, with its hits */
  snippet?: SearchResult["snippet"];
  icon: LucideIcon;
  run: () => void;
}

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Every command, every conversation and what was said in them behind one line of text. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const commands = useCommands(onShortcuts);
  const found = useFoundCommands(query);
  const fits = wordsMatch(query);
  const fitting = commands.filter((command) => fits(command.label));
  return (
    <Dialog label="Commands" className="palette" isBare onClose={onClose}>
      <SearchList
        label="Search commands and conversations"
        placeholder="Search commands and conversations"
        listLabel="Results"
        onQuery={setQuery}
        find={() => [...fitting, ...found.commands]}
        isLoading={fitting.length === 0 && found.isLoading}
        keyOf={(command) => command.id}
        groupOf={(command) => command.group}
        onPick={(command) => {
          onClose();
          command.run();
        }}
        emptyText={found.isLoading ? "Searching …" : "Nothing was found."}
        after={<kbd>Esc</kbd>}
      >
        {(command) => (
          <>
            <command.icon className="i" aria-hidden />
            <span className="grow" dir="auto">
              {command.label}
              {command.snippet && (
                <small className="found">
                  <Snippet pieces={command.snippet} />
                </small>
              )}
            </span>
          </>
        )}
      </SearchList>
    </Dialog>
  );
}

function useCommands(onShortcuts: () => void): Command[] {
  const shell = useShell();
  const router = useRouter();
  const openId = /^\/c\/([^/]+)$/.exec(usePathname())?.[1];
  const commands: Omit<Command, "group" | "id">[] = [
    { label: "New conversation", icon: SquarePen, run: shell.newConversation },
    ...(openId ? exportsOf(openId) : []).map(({ label, icon, download }) => ({
      label,
      icon,
      run: () => Object.assign(document.createElement("a"), { href: download, download: "" }).click(),
    })),
    { label: "Connections", icon: Plug, run: () => router.push("/settings/connections") },
    { label: "Import conversations", icon: FileUp, run: () => router.push("/settings/data") },
    { label: "Export everything, delete everything", icon: Database, run: () => router.push("/settings/data") },
    { label: "Appearance", icon: SlidersHorizontal, run: () => router.push("/settings/appearance") },
    shell.isSidebarShown()
      ? { label: "Hide the sidebar", icon: PanelLeft, run: shell.hideSidebar }
      : { label: "Show the sidebar", icon: PanelLeft, run: shell.showSidebar },
    { label: "Shortcuts", icon: Keyboard, run: onShortcuts },
  ];
  return commands.map((command): Command => ({ ...command, id: command.label, group: "Commands" }));
}
