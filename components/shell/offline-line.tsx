"use client";

import { Unplug, WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { serverLine } from "@/lib/client/server-line";

type Trouble = "offline" | "no server";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  const leave = serverLine.subscribe(listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
    leave();
  };
}

function trouble(): Trouble | null {
  if (!navigator.onLine) return "offline";
  return serverLine.isDown ? "no server" : null;
}

/** Stays in sight under the bar, wherever the page has been scrolled to. */
export function OfflineLine() {
  const now = useSyncExternalStore(subscribe, trouble, () => null);
  return (
    <div className="offline" role="status">
      {now === "offline" && (
        <p>
          <WifiOff className="i s" aria-hidden />
          This device is offline. What you type is kept; a running answer goes on at the server.
        </p>
      )}
      {now === "no server" && (
        <p>
          <Unplug className="i s" aria-hidden />
          The server cannot be reached. Trying again …
        </p>
      )}
    </div>
  );
}
