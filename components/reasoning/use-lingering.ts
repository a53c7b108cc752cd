"use client";

import { useEffect, useState } from "react";

/** Whether something should still be there: while it is open, and for `duration` milliseconds after, so that it can fold away. */
export function useLingering(isOpen: boolean, duration: number): boolean {
  const [isThere, setThere] = useState(isOpen);
  if (isOpen && !isThere) setThere(true);

  useEffect(() => {
    if (isOpen) return;
    const timer = setTimeout(() => setThere(false), duration);
    return () => clearTimeout(timer);
  }, [isOpen, duration]);

  return isOpen || isThere;
}
