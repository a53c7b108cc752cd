"use client";

import { MoveDialog } from "@/components/projects/move-dialog";
import { ChooseTagsDialog } from "@/components/tags/choose-tags-dialog";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { DeleteDialog } from "./delete-dialog";
import type { EntryQuestion } from "./entry-menu";

interface EntryDialogsProps {
  question: EntryQuestion;
  item: ConversationListItem;
  title: string;
  isCurrent: boolean;
  onClose: () => void;
}

/** The dialogs that an entry's menu opens. */
export function EntryDialogs({ question, ...entry }: EntryDialogsProps) {
  switch (question) {
    case "delete":
      return <DeleteDialog {...entry} />;
    case "move":
      return <MoveDialog items={[entry.item]} onClose={entry.onClose} />;
    case "tags":
      return <ChooseTagsDialog items={[entry.item]} onClose={entry.onClose} />;
    default:
      return question satisfies never;
  }
}
