import { useEffect, useState } from "react";

/**
 * Whole seconds until `until` (epoch ms; null: nothing to wait for), 0 when it has come. Never more than `longest`: the moment may come
 * from a server whose clock is ahead of this one. Nothing runs once it has come.
 */
export function useCountdown(until: number | null, longest: number): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const show = () => {
      const seconds = Math.max(0, Math.min(longest, Math.ceil((until - Date.now()) / 1000)));
      setLeft(seconds);
      if (seconds === 0) clearInterval(timer);
    };
    const timer = setInterval(show, 1000);
    show();
    return () => clearInterval(timer);
  }, [until, longest]);
  return until === null ? 0 : left;
}
