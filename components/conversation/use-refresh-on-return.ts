import { useEffect, useRef } from "react";

/** Runs when the person comes back to this page: from another tab or window, or by the browser's back button. One run at a time. */
export function useRefreshOnReturn(refresh: () => Promise<void>): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    let isRefreshing = false;
    const onReturn = async () => {
      if (isRefreshing || document.visibilityState !== "visible") return;
      isRefreshing = true;
      await latest.current().finally(() => {
        isRefreshing = false;
      });
    };
    const onPageShow = (event: PageTransitionEvent) => event.persisted && void onReturn();
    window.addEventListener("focus", onReturn);
    window.addEventListener("pageshow", onPageShow);
    document.addEventListener("visibilitychange", onReturn);
    return () => {
      window.removeEventListener("focus", onReturn);
      window.removeEventListener("pageshow", onPageShow);
      document.removeEventListener("visibilitychange", onReturn);
    };
  }, []);
}
