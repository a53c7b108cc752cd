"use client";

import { Keyboard, type LucideIcon, MessageSquare, PanelLeft, Plug, SlidersHorizontal, SquarePen } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { exportsOf } from "@/components/sidebar/exports";
import { Dialog } from "@/components/ui/dialog";
import { SearchList, wordsMatch } from "@/components/ui/search-list";
import { useKnownConversations } from "@/lib/client/conversations";
import { useShell } from "./shell-context";

interface Command {
  id: string;
  group: "Commands" | "Conversations";
  label: string;
  icon: LucideIcon;
  run: () => void;
}

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

/** Every command and every loaded conversation behind one line of text. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps) {
  const commands = useCommands(onShortcuts);
  return (
    <Dialog label="Commands" className="palette" isBare onClose={onClose}>
      <SearchList
        label="Search commands and conversations"
        placeholder="Search commands and conversations"
        listLabel="Results"
        find={(query) => {
          const fits = wordsMatch(query);
          return commands.filter((command) => fits(command.label));
        }}
        keyOf={(command) => command.id}
        groupOf={(command) => command.group}
        onPick={(command) => {
          onClose();
          command.run();
        }}
        emptyText="Nothing is called that."
        after={<kbd>Esc</kbd>}
      >
        {(command) => (
          <>
            <command.icon className="i" aria-hidden />
            <span className="grow" dir="auto">
              {command.label}
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
  const conversations = useKnownConversations();
  const openId = /^\/c\/([^/]+)$/.exec(usePathname())?.[1];
  const commands: Omit<Command, "group" | "id">[] = [
    { label: "New conversation", icon: SquarePen, run: shell.newConversation },
    ...(openId ? exportsOf(openId) : []).map(({ label, icon, download }) => ({
      label,
      icon,
      run: () => Object.assign(document.createElement("a"), { href: download, download: "" }).click(),
    })),
    { label: "Connections", icon: Plug, run: () => router.push("/settings/connections") },
    { label: "Appearance", icon: SlidersHorizontal, run: () => router.push("/settings/appearance") },
    shell.isSidebarShown()
      ? { label: "Hide the sidebar", icon: PanelLeft, run: shell.hideSidebar }
      : { label: "Show the sidebar", icon: PanelLeft, run: shell.showSidebar },
    { label: "Shortcuts", icon: Keyboard, run: onShortcuts },
  ];
  return [
    ...commands.map((command): Command => ({ ...command, id: command.label, group: "Commands" })),
    ...conversations.map(
      ({ id, title }): Command => ({
        id,
        group: "Conversations",
        label: title || "New conversation",
        icon: MessageSquare,
        run: () => router.push(`/c/${id}`),
      }),
    ),
  ];
}
