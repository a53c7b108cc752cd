"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";

interface DialogProps {
  label: string;
  onClose: () => void;
  className?: string;
  /** without a header the content names itself, as the command palette does */
  isBare?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog of the browser: focus stays inside, Escape closes, the rest of the page is inert. Mounted means open; the focus goes to its
 * element with `data-initial`, else to its first button. It stands at the end of the body, so that it looks the same wherever it is opened.
 * For the browser alone: it opens by somebody's act.
 */
export function Dialog({ label, onClose, className, isBare, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const dialog = ref.current;
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[data-initial]")?.focus();
    }
    // closing here would report a close that nobody asked for; an element that leaves the page is closed anyway
    return () => {
      if (before instanceof HTMLElement && !dialog?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; the keyboard has Escape
    <dialog
      ref={ref}
      className={className ? `dialog ${className}` : "dialog"}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {!isBare && (
        <header>
          <h2>{label}</h2>
          <button type="button" className="icon" aria-label="Close" onClick={onClose}>
            <X className="i" aria-hidden />
          </button>
        </header>
      )}
      {children}
    </dialog>,
    document.body,
  );
}
