"use client";

import { type ReactElement, useLayoutEffect, useRef } from "react";
import { Virtualizer } from "virtua";
import type { ListRow } from "./conversation-list";
import { focusWhenShown } from "./focus-when-shown";

interface VirtualRowsProps {
  rows: ListRow[];
  draw: (row: ListRow) => ReactElement;
  /** these stay in the page out of view: they may have the focus, or get it */
  kept: number[];
}

/** The lines in view of a list that may be twenty thousand long. */
export function VirtualRows({ rows, draw, kept }: VirtualRowsProps) {
  const focused = useRef(
    document.activeElement instanceof HTMLElement ? document.activeElement.dataset.entry : undefined,
  );
  useLayoutEffect(() => {
    // The plain lines had it, and have just gone.
    if (focused.current !== undefined) focusWhenShown(focused.current);
  }, []);
  return (
    <Virtualizer data={rows} itemSize={32} bufferSize={400} keepMounted={kept}>
      {draw}
    </Virtualizer>
  );
}
