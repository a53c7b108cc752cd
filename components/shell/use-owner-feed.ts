import { useEffect } from "react";

/** Hears what happens in other tabs and on other devices; fetched and begun when the page has been drawn and has nothing to do. */
export function useOwnerFeed(): void {
  useEffect(() => {
    const over = new AbortController();
    const begin = async () => {
      const { keepOwnerFeed } = await import("@/lib/client/owner-feed");
      if (!over.signal.aborted) keepOwnerFeed(over.signal);
    };
    // Safari has no idle callback
    const timer = setTimeout(() => {
      if (typeof requestIdleCallback === "function") requestIdleCallback(() => void begin(), { timeout: 2000 });
      else void begin();
    }, 300);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, []);
}
