"use client";

import {
  Keyboard,
  type LucideIcon,
  MessageSquare,
  PanelLeft,
  Plug,
  Search,
  SlidersHorizontal,
  SquarePen,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
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
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const commands = useCommands(onShortcuts).filter(matches(query));
  const at = Math.min(active, commands.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) {
      event.preventDefault();
      setActive((at + step + commands.length) % commands.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(commands[at]);
    }
  };

  return (
    <Dialog label="Commands" className="palette" isBare onClose={onClose}>
      <div className="ask">
        <Search className="i" aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-label="Search commands and conversations"
          placeholder="Search commands and conversations"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="list" role="listbox" id={`${id}-list`} aria-label="Results" ref={list}>
        {commands.map((command, index) => (
          <div key={command.id} role="presentation">
            {command.group !== commands[index - 1]?.group && (
              <div className="group" role="presentation">
                {command.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search box (aria-activedescendant) */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search box handles the keys */}
            <div
              role="option"
              id={`${id}-${index}`}
              className="opt"
              data-index={index}
              data-active={index === at}
              aria-selected={index === at}
              onClick={() => run(command)}
            >
              <command.icon className="i" aria-hidden />
              <span className="grow" dir="auto">
                {command.label}
              </span>
            </div>
          </div>
        ))}
        {commands.length === 0 && <p className="none">Nothing is called that.</p>}
      </div>
    </Dialog>
  );
}

function useCommands(onShortcuts: () => void): Command[] {
  const shell = useShell();
  const router = useRouter();
  const conversations = useKnownConversations();
  const commands: Omit<Command, "group" | "id">[] = [
    { label: "New conversation", icon: SquarePen, run: shell.newConversation },
    { label: "Connections", icon: Plug, run: () => router.push("/settings/connections") },
    { label: "Appearance", icon: SlidersHorizontal, run: () => router.push("/settings/appearance") },
    { label: "Show the sidebar", icon: PanelLeft, run: shell.showSidebar },
    { label: "Hide the sidebar", icon: PanelLeft, run: shell.hideSidebar },
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

function matches(query: string): (command: Command) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ label }) => words.every((word) => label.toLowerCase().includes(word));
}
