"use client";

import { Share } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";

const ShareDialog = dynamic(() => import("./share-dialog").then((module) => module.ShareDialog), { ssr: false });

interface ShareButtonProps {
  conversationId: string;
  /** the last message of the branch on the page; undefined: the page does not go to its end */
  leafId: string | undefined;
}

export function ShareButton({ conversationId, leafId }: ShareButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn quiet share-open" aria-label="Share" onClick={() => setIsOpen(true)}>
        <Share className="i s" aria-hidden />
        <span className="word">Share</span>
      </button>
      {isOpen && <ShareDialog conversationId={conversationId} leafId={leafId} onClose={() => setIsOpen(false)} />}
    </>
  );
}
