"use client";

import { Archive, Download, FolderInput, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import { MoveDialog } from "@/components/projects/move-dialog";
import { useShell } from "@/components/shell/shell-context";
import { ChooseTagsDialog } from "@/components/tags/choose-tags-dialog";
import { MenuEntries } from "@/components/ui/action-menu";
import { Popover } from "@/components/ui/popover";
import { archive, removeAll } from "@/lib/client/organise";
import { selection, useSelection } from "@/lib/client/selection";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { exportsOfAll } from "./exports";
import { neighbourOf } from "./neighbour";

interface SelectionBarProps {
  list: readonly ConversationListItem[];
  /** the conversation that is open */
  currentId: string | null;
}

/** What is done with all conversations that are selected. */
export function SelectionBar({ list, currentId }: SelectionBarProps) {
  const selected = useSelection();
  const { newConversation } = useShell();
  const [question, setQuestion] = useState<"move" | "tags" | null>(null);
  // as they are now, not as they were when they were selected
  const items = [...selected.values()].map((item) => list.find(({ id }) => id === item.id) ?? item);
  const ids = items.map(({ id }) => id);
  const leave = (act: (items: readonly ConversationListItem[]) => Promise<void>) => {
    neighbourOf(ids)?.focus();
    selection.clear();
    void act(items);
  };
  const clear = () => {
    document.querySelector<HTMLElement>('.side-list [tabindex="0"]')?.focus();
    selection.clear();
  };
  const remove = () => {
    leave(removeAll);
    if (currentId !== null && ids.includes(currentId)) newConversation();
  };
  const acts = [
    { label: "Archive selected", icon: Archive, run: () => leave(archive) },
    { label: "Move selected to project", icon: FolderInput, run: () => setQuestion("move") },
    { label: "Tag selected", icon: Tag, run: () => setQuestion("tags") },
  ];
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected conversations">
      <span role="status">{items.length} selected</span>
      {acts.map(({ label, icon: Icon, run }) => (
        <button key={label} type="button" className="icon sm" aria-label={label} title={label} onClick={run}>
          <Icon className="i s" aria-hidden />
        </button>
      ))}
      <Popover
        label="Export selected"
        title="Export selected"
        buttonClass="icon sm"
        width={184}
        button={<Download className="i s" aria-hidden />}
      >
        {(close) => <MenuEntries description="Selected conversations" actions={exportsOfAll(ids)} close={close} />}
      </Popover>
      <button type="button" className="icon sm" aria-label="Delete selected" title="Delete selected" onClick={remove}>
        <Trash2 className="i s" aria-hidden />
      </button>
      <button type="button" className="icon sm" aria-label="Clear selection" title="Clear selection" onClick={clear}>
        <X className="i s" aria-hidden />
      </button>
      {question === "move" && <MoveDialog items={items} onClose={() => setQuestion(null)} />}
      {question === "tags" && <ChooseTagsDialog items={items} onClose={() => setQuestion(null)} />}
    </div>
  );
}
