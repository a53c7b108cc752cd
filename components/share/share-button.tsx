"use client";

import { Share } from "lucide-react";
import { useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";

const ShareDialog = later(() => import("./share-dialog").then((module) => module.ShareDialog), NewVersion);

export interface ShareButtonProps {
  conversationId: string;
  /** the last message of the branch on the page; undefined: the page does not go to its end */
  leafId: string | undefined;
  /** nothing is complete yet */
  isDisabled: boolean;
}

export function ShareButton({ conversationId, leafId, isDisabled }: ShareButtonProps) {
  // as it is when it opens: what arrives meanwhile was not looked through
  const [opened, setOpened] = useState<{ leafId: string | undefined } | null>(null);
  return (
    <>
      <button
        type="button"
        className="btn quiet share-open"
        aria-label="Share"
        disabled={isDisabled}
        onClick={() => setOpened({ leafId })}
      >
        <Share className="i s" aria-hidden />
        <span className="word">Share</span>
      </button>
      {opened && <ShareDialog conversationId={conversationId} {...opened} onClose={() => setOpened(null)} />}
    </>
  );
}
