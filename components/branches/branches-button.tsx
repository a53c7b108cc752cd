"use client";

import { GitBranch } from "lucide-react";
import { useEffect, useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import { isTyping } from "@/lib/client/keyboard";

const BranchesDialog = later(() => import("./branches-dialog").then((module) => module.BranchesDialog), NewVersion);

export interface BranchesButtonProps {
  conversationId: string;
  isBusy: boolean;
  onOpen: (messageId: string) => void;
}

export function BranchesButton({ conversationId, isBusy, onOpen }: BranchesButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (event.key !== "b" || !isPlain || isTyping(event.target) || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], :popover-open")) return;
      event.preventDefault();
      setIsOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        className="btn quiet branches-open"
        aria-label="Branches"
        aria-keyshortcuts="b"
        onClick={() => setIsOpen(true)}
      >
        <GitBranch className="i s" aria-hidden />
        <span className="word">Branches</span>
        <kbd className="key">B</kbd>
      </button>
      {isOpen && (
        <BranchesDialog
          conversationId={conversationId}
          isBusy={isBusy}
          onOpen={onOpen}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
