"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "@/lib/client/clipboard";

/** Copies; the mark changes for a moment, the name stays what it was. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button
      type="button"
      className="icon sm"
      aria-label={label}
      title={label}
      onClick={async () => setIsCopied(await copyText(text()))}
    >
      {isCopied ? <Check className="i s" aria-hidden /> : <Copy className="i s" aria-hidden />}
      <span className="sr" role="status">
        {isCopied ? "Copied" : ""}
      </span>
    </button>
  );
}
