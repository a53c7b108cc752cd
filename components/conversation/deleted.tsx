"use client";

import { useEffect, useRef } from "react";
import { useShell } from "@/components/shell/shell-context";

/** In place of a conversation that was deleted in another tab or on another device. */
export function Deleted({ hasDraft }: { hasDraft: boolean }) {
  const { newConversation } = useShell();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <div className="lost" role="alert">
      <h1>This conversation was deleted.</h1>
      <p>
        It happened in another tab or on another device.
        {hasDraft && " What you were writing is kept: it waits in the new conversation."}
      </p>
      <div className="ends">
        <button ref={button} type="button" className="btn primary" onClick={newConversation}>
          New conversation
        </button>
      </div>
    </div>
  );
}
