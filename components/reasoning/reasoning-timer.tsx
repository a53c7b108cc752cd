"use client";

import { useEffect, useRef, useState } from "react";
import { formatDuration } from "./duration";

const tick = 100; // milliseconds

/** Time since `startedAt` (milliseconds since 1970), ten times a second. It writes its own text, so that nothing is rendered for it. */
export function ReasoningTimer({ startedAt }: { startedAt: number }) {
  const [first] = useState(() => formatDuration(Date.now() - startedAt));
  const element = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const show = () => {
      if (element.current) element.current.textContent = formatDuration(Date.now() - startedAt);
    };
    show();
    const timer = setInterval(show, tick);
    return () => clearInterval(timer);
  }, [startedAt]);

  // The server drew this a moment earlier than the browser does.
  return (
    <span ref={element} suppressHydrationWarning>
      {first}
    </span>
  );
}
