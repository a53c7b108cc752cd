"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { EffortChoice } from "@/components/composer/choice";
import { EffortMark } from "@/components/composer/effort-mark";

interface LaneTabsProps {
  names: readonly string[];
  marks: readonly EffortChoice[];
  /** as many as names */
  children: ReactNode[];
}

/** The lanes in a row: side by side where there is room, on a phone one at a time, swiped or called by its name. */
export function LaneTabs({ names, marks, children }: LaneTabsProps) {
  const row = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const onScroll = () => {
      const width = element.clientWidth;
      if (width > 0) setShown(Math.round(Math.abs(element.scrollLeft) / width));
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, []);
  return (
    <>
      <nav className="lane-tabs" aria-label="Lanes">
        {names.map((name, index) => (
          <button
            key={name}
            type="button"
            className="btn quiet"
            aria-current={index === shown || undefined}
            onClick={() => row.current?.children[index]?.scrollIntoView({ block: "nearest", inline: "start" })}
          >
            <EffortMark effort={marks[index] ?? "default"} />
            <span>{name}</span>
          </button>
        ))}
      </nav>
      <div className="lanes" ref={row}>
        {children}
      </div>
    </>
  );
}
