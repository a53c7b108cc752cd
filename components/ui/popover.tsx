"use client";

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

interface PopoverProps {
  /** the button's accessible name */
  label: string;
  /** shown while the pointer rests on the button, where it shows less than its name */
  title?: string;
  /** what it belongs to, where several have the same name */
  description?: string;
  /** what the button shows */
  button: ReactNode;
  buttonClass: string;
  /** px; where the panel ends is known before it is drawn */
  width: number;
  panelClass?: string;
  /** -1 where Tab passes by, as in a list that arrow keys go through */
  tabIndex?: number;
  /** before it can be opened: the pointer or the focus is there */
  onApproach?: () => void;
  children: (close: () => void) => ReactNode;
}

const gap = 6;
const edge = 8;

/**
 * A button and a panel in the browser's top layer: light dismissal, Escape and the way back of the focus are the browser's own.
 * The panel's content exists only while it is open; the focus goes to its element with `data-initial`.
 */
export function Popover({
  label,
  title,
  description,
  button,
  buttonClass,
  width,
  panelClass,
  tabIndex,
  onApproach,
  children,
}: PopoverProps) {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);

  const place = (panel: HTMLElement) => {
    const anchor = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    if (!anchor) return;
    const isBelow = anchor.top < window.innerHeight - anchor.bottom;
    const room = (isBelow ? window.innerHeight - anchor.bottom : anchor.top) - gap - edge;
    const left = Math.max(
      edge,
      Math.min(anchor.left, window.innerWidth - Math.min(width, window.innerWidth - 2 * edge) - edge),
    );
    Object.assign(panel.style, {
      left: `${left}px`,
      width: `min(${width}px, calc(100vw - ${2 * edge}px))`,
      top: isBelow ? `${anchor.bottom + gap}px` : "auto",
      bottom: isBelow ? "auto" : `${window.innerHeight - anchor.top + gap}px`,
      maxHeight: `${room}px`,
    });
  };

  return (
    <>
      <button
        type="button"
        className={buttonClass}
        aria-label={label}
        aria-description={description}
        title={title}
        aria-expanded={isOpen}
        popoverTarget={id}
        tabIndex={tabIndex}
        onPointerEnter={onApproach}
        onFocus={onApproach}
      >
        {button}
      </button>
      <div
        id={id}
        popover="auto"
        className={panelClass ? `pop ${panelClass}` : "pop"}
        onBeforeToggle={(event) => {
          if (event.newState !== "open") return;
          place(event.currentTarget);
          setIsOpen(true);
        }}
        onToggle={(event) => {
          if (event.newState === "open") event.currentTarget.querySelector<HTMLElement>("[data-initial]")?.focus();
          // not before it is closed: taken from the page with the focus in it, the browser would not give the focus back
          else setIsOpen(false);
        }}
      >
        {isOpen && children(() => document.getElementById(id)?.hidePopover())}
      </div>
    </>
  );
}

/** Arrow keys, Home and End over the items of a list or menu. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-item]")];
  const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  const step = { ArrowDown: at + 1, ArrowUp: at <= 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[
    event.key
  ];
  if (step === undefined || items.length === 0) return;
  event.preventDefault();
  items[step % items.length]?.focus();
}
