"use client";

import { Star } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Turn } from "@/lib/conversation/turn-tree";
import { BranchLines, rowHeight } from "./branch-lines";

interface BranchTreeProps {
  turns: readonly Turn[];
  selected: Turn;
  onSelect: (turn: Turn) => void;
  onOpen: (turn: Turn) => void;
  onStar: (turn: Turn) => void;
}

/** Rows drawn beyond what is seen, so that a turn of the wheel finds them there. */
const spare = 6;
/** Of a deep tree the lanes move together: the words keep most of the width. */
const lanesWidth = 120;

/** The tree to walk along: arrow keys, Home, End; Enter opens. Only what is seen is drawn, however large the tree. */
export function BranchTree({ turns, selected, onSelect, onOpen, onStar }: BranchTreeProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const rowOf = useMemo(() => new Map(turns.map((turn) => [turn.id, turn])), [turns]);
  const laneWidth = useMemo(
    () => Math.max(4, Math.min(20, lanesWidth / Math.max(1, ...turns.map(({ lane }) => lane)))),
    [turns],
  );
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const end = Math.min(turns.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  const shown = turns.slice(first, end);
  const passing = passingBelow(turns, rowOf, end);

  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const measure = () => setView({ top: current.scrollTop, height: current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    current.focus({ preventScroll: true });
    current.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      current.removeEventListener("scroll", measure);
    };
  }, []);

  const { row } = selected;
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const top = row * rowHeight;
    if (top < current.scrollTop) current.scrollTop = top;
    else if (top + rowHeight > current.scrollTop + current.clientHeight)
      current.scrollTop = top + rowHeight - current.clientHeight;
  }, [row]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") onOpen(selected);
    else if (event.key === "s" && !event.ctrlKey && !event.metaKey) onStar(selected);
    else {
      const next = {
        ArrowDown: turns[row + 1],
        ArrowUp: turns[row - 1],
        ArrowLeft: rowOf.get(selected.parentId ?? ""),
        ArrowRight: turns.findLast(({ parentId }) => parentId === selected.id),
        Home: turns[0],
        End: turns.at(-1),
      }[event.key];
      if (next) onSelect(next);
      else if (!event.key.startsWith("Arrow")) return;
    }
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      className="branch-tree"
      role="tree"
      aria-label="All branches"
      aria-activedescendant={`${id}-${row}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: turns.length * rowHeight, position: "relative" }} role="presentation">
        <BranchLines
          turns={shown}
          passing={passing}
          rowOf={rowOf}
          laneWidth={laneWidth}
          top={first * rowHeight}
          height={(end - first) * rowHeight}
        />
        {shown.map((turn) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus
          <div
            key={turn.id}
            id={`${id}-${turn.row}`}
            role="treeitem"
            className={turn.isActive ? "node active" : "node"}
            style={{ top: turn.row * rowHeight, paddingInlineStart: 32 + turn.lane * laneWidth }}
            aria-level={turn.level}
            aria-posinset={turn.position}
            aria-setsize={turn.siblings}
            aria-selected={turn === selected}
            aria-current={turn.isActive ? "true" : undefined}
            aria-label={nameOf(turn)}
            onClick={() => onSelect(turn)}
            onDoubleClick={() => onOpen(turn)}
          >
            <span className="first">
              {turn.starred && <Star className="i s" aria-hidden />}
              {turn.name && <b>{turn.name}</b>}
              <span dir="auto">{turn.question || "No text"}</span>
            </span>
            <small dir="auto">{turn.answer || stateOf(turn)}</small>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Of all that follow the same turn the lines lie on each other: the longest one is drawn, and that of the branch that is read. */
function passingBelow(turns: readonly Turn[], rowOf: ReadonlyMap<string, Turn>, end: number): Turn[] {
  const longest = new Map<string, Turn>();
  for (const turn of turns.slice(end)) {
    const parent = rowOf.get(turn.parentId ?? "");
    if (parent && parent.row < end) longest.set(`${parent.id} ${turn.isActive}`, turn);
  }
  return [...longest.values()];
}

function stateOf({ status }: Turn): string {
  if (status === null) return "no answer";
  return status === "done" ? "no text" : status;
}

/** "Starred, The good one: What is 2?, done, shown" */
function nameOf(turn: Turn): string {
  const mark = [turn.starred ? "Starred" : "", turn.name ?? ""].filter(Boolean).join(", ");
  const facts = [turn.question || "No text", turn.status ?? "no answer", ...(turn.isActive ? ["shown"] : [])];
  return `${mark ? `${mark}: ` : ""}${facts.join(", ")}`;
}
