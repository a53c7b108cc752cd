"use client";

import { Copy } from "lucide-react";
import { type RefObject, useState } from "react";
import { copyText } from "@/components/markdown/copy-text";

interface ShareLinkProps {
  inputRef: RefObject<HTMLInputElement | null>;
  url: string;
  isBusy: boolean;
  /** what came of it, in words */
  onCopied: (outcome: string) => void;
  onRevoke: () => void;
}

export function ShareLink({ inputRef, url, isBusy, onCopied, onRevoke }: ShareLinkProps) {
  const [isAsking, setIsAsking] = useState(false);
  const copy = async () =>
    onCopied((await copyText(url)) ? "Copied." : "The browser did not allow copying: mark the link and copy it.");
  return (
    <div className="share-link">
      <input ref={inputRef} className="input mono" aria-label="Link" readOnly value={url} />
      <button type="button" className="btn" onClick={() => void copy()}>
        <Copy className="i s" aria-hidden />
        Copy
      </button>
      <button
        type="button"
        className="btn danger"
        disabled={isBusy}
        onBlur={() => setIsAsking(false)}
        onClick={() => (isAsking ? onRevoke() : setIsAsking(true))}
      >
        {isAsking ? "Revoke it for everybody" : "Revoke"}
      </button>
    </div>
  );
}
