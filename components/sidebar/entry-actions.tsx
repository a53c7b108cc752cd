"use client";

import { Archive, FolderInput, ListChecks, Pencil, Pin, PinOff, Tag, Trash2 } from "lucide-react";
import { MenuEntries } from "@/components/ui/action-menu";
import { archive, pin } from "@/lib/client/organise";
import { selection } from "@/lib/client/selection";
import type { ConversationListItem } from "@/lib/contract/conversations";
import type { EntryQuestion } from "./entry-menu";
import { exportsOf } from "./exports";
import { neighbourOf } from "./neighbour";

interface EntryActionsProps {
  item: ConversationListItem;
  title: string;
  onRename: () => void;
  onAsk: (question: EntryQuestion) => void;
  close: () => void;
}

export function EntryActions({ item, title, onRename, onAsk, close }: EntryActionsProps) {
  const isPinned = item.pinnedAt !== null;
  return (
    <MenuEntries
      description={title}
      close={close}
      actions={[
        { label: "Rename", icon: Pencil, run: onRename },
        { label: isPinned ? "Unpin" : "Pin", icon: isPinned ? PinOff : Pin, run: () => void pin(item, !isPinned) },
        {
          label: "Archive",
          icon: Archive,
          run: () => {
            neighbourOf([item.id])?.focus();
            void archive([item]);
          },
        },
        { label: "Move to project", icon: FolderInput, run: () => onAsk("move") },
        { label: "Tags", icon: Tag, run: () => onAsk("tags") },
        { label: "Select", icon: ListChecks, run: () => selection.toggle(item) },
        ...exportsOf(item.id),
        { label: "Delete", icon: Trash2, isDanger: true, run: () => onAsk("delete") },
      ]}
    />
  );
}
