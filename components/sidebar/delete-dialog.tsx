"use client";

import { useState } from "react";
import { flushSync } from "react-dom";
import { useShell } from "@/components/shell/shell-context";
import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { showDeleted } from "@/lib/client/conversations";
import { ownerEvents } from "@/lib/client/owner-events";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { neighbourOf } from "./neighbour";

interface DeleteDialogProps {
  item: ConversationListItem;
  title: string;
  isCurrent: boolean;
  onClose: () => void;
}

export function DeleteDialog({ item, title, isCurrent, onClose }: DeleteDialogProps) {
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
    const next = neighbourOf([item.id]);
    // closed at once: the dialog gives the focus back to an entry that is about to go
    flushSync(onClose);
    if (isCurrent) newConversation();
    else next?.focus();
    showDeleted([item.id]);
  };
  return (
    <Dialog label="Delete conversation" onClose={onClose}>
      <div className="inside">
        <p>
          <b style={{ fontWeight: 500 }} dir="auto">
            {title}
          </b>{" "}
          will be deleted with all its versions, its reasoning and its shared links. This cannot be undone.
        </p>
        <Problem text={problem} />
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
