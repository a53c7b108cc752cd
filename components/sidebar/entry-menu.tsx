"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { ActionMenu } from "@/components/ui/action-menu";
import { Dialog } from "@/components/ui/dialog";
import { callApi, sentenceOf } from "@/lib/client/api";
import { changeConversationList, refreshConversations } from "@/lib/client/conversations";
import type { ConversationListItem } from "@/lib/contract/conversations";

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
          { label: "Delete", icon: Trash2, isDanger: true, run: () => setIsAsking(true) },
        ]}
      />
      {isAsking && <DeleteDialog item={item} title={title} isCurrent={isCurrent} onClose={() => setIsAsking(false)} />}
    </>
  );
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
    try {
      await callApi("DELETE", `/api/conversations/${item.id}`);
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    onClose();
    if (isCurrent) newConversation();
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
