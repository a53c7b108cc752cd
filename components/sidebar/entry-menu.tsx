"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { useShell } from "@/components/shell/shell-context";
import { ActionMenu } from "@/components/ui/action-menu";
import { Dialog } from "@/components/ui/dialog";
import { callApi, sentenceOf } from "@/lib/client/api";
import { changeConversationList, refreshConversations } from "@/lib/client/conversations";
import { ownerEvents } from "@/lib/client/owner-events";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { exportsOf } from "./exports";

interface EntryMenuProps {
  item: ConversationListItem;
  title: string;
  isCurrent: boolean;
  onRename: () => void;
}

export function EntryMenu({ item, title, isCurrent, onRename }: EntryMenuProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <ActionMenu
        description={title}
        buttonClass="icon sm more"
        actions={[
          { label: "Rename", icon: Pencil, run: onRename },
          ...exportsOf(item.id),
          { label: "Delete", icon: Trash2, isDanger: true, run: () => setIsAsking(true) },
        ]}
      />
      {isAsking && <DeleteDialog item={item} title={title} isCurrent={isCurrent} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** Where the focus goes when an entry goes: the entry after it, else the one before, else the button above them all. */
function neighbourOf(conversationId: string): HTMLElement | null {
  const links = [...document.querySelectorAll<HTMLElement>(".side-row > a")];
  const at = links.findIndex((link) => link.getAttribute("href") === `/c/${conversationId}`);
  return links[at + 1] ?? links[at - 1] ?? document.querySelector<HTMLElement>(".side-actions .new");
}

interface DeleteDialogProps {
  item: ConversationListItem;
  title: string;
  isCurrent: boolean;
  onClose: () => void;
}

function DeleteDialog({ item, title, isCurrent, onClose }: DeleteDialogProps) {
  const { newConversation } = useShell();
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    ownerEvents.deleteHere(item.id);
    try {
      await callApi("DELETE", `/api/conversations/${item.id}`);
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    const next = neighbourOf(item.id);
    // closed at once: the dialog gives the focus back to an entry that is about to go
    flushSync(onClose);
    if (isCurrent) newConversation();
    else next?.focus();
    changeConversationList((items) => items.filter((each) => each.id !== item.id));
    refreshConversations();
  };
  return (
    <Dialog label="Delete conversation" onClose={onClose}>
      <div className="inside">
        <p>
          <b style={{ fontWeight: 500 }} dir="auto">
            {title}
          </b>{" "}
          will be deleted with all its versions and reasoning. This cannot be undone.
        </p>
        {problem && (
          <p className="help danger" role="alert">
            {problem}
          </p>
        )}
      </div>
      <footer>
        <button type="button" className="btn" onClick={onClose}>
          Keep it
        </button>
        <button type="button" className="btn danger" onClick={() => void remove()}>
          Delete
        </button>
      </footer>
    </Dialog>
  );
}
