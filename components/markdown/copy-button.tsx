"use client";

import CheckIcon from "lucide-react/icons/check";
import CopyIcon from "lucide-react/icons/copy";
import XIcon from "lucide-react/icons/x";
import { type ReactNode, useEffect, useState } from "react";
import { copyText } from "./copy-text";

interface CopyButtonProps {
  /** the accessible name; it stays the same, the outcome is announced beside it */
  label: string;
  /** called on click, so that nothing is prepared in vain */
  textToCopy: () => string;
  icon?: ReactNode;
}

const outcomeShownFor = 1_500; // milliseconds

/** An icon button that copies, and says for a moment whether it did. */
export function CopyButton({ label, textToCopy, icon }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), outcomeShownFor);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    setOutcome((await copyText(textToCopy())) ? "copied" : "refused");
  }

  return (
    <button type="button" className="icon sm" aria-label={label} title={label} onClick={copy}>
      {outcome === "copied" ? (
        <CheckIcon className="i s" aria-hidden />
      ) : outcome === "refused" ? (
        <XIcon className="i s" aria-hidden />
      ) : (
        (icon ?? <CopyIcon className="i s" aria-hidden />)
      )}
      {outcome && (
        <span className="sr" role="status">
          {outcome === "copied" ? "Copied" : "The browser did not allow copying"}
        </span>
      )}
    </button>
  );
}
