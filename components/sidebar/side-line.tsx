"use client";

import { useSyncExternalStore } from "react";
import { endLine, keepLine, letLineGo, sideLineStore } from "@/lib/client/side-line";

/** A status of the page: assistive technology reads it out, so it is there before it has something to say. */
export function SideLine() {
  const line = useSyncExternalStore(sideLineStore.subscribe, sideLineStore.read, () => null);
  return (
    <div
      role="status"
      className="side-line"
      onFocus={keepLine}
      onBlur={letLineGo}
      onPointerEnter={keepLine}
      onPointerLeave={letLineGo}
    >
      {line && (
        <>
          <span dir="auto">{line.text}</span>
          {line.undo && (
            <button
              type="button"
              className="btn quiet"
              onClick={() => {
                endLine();
                line.undo?.();
                document.querySelector<HTMLElement>('.side-list [tabindex="0"]')?.focus();
              }}
            >
              Undo
            </button>
          )}
        </>
      )}
    </div>
  );
}
