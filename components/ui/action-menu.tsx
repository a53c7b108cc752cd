"use client";

import { Ellipsis, type LucideIcon } from "lucide-react";
import { moveFocus, Popover } from "./popover";

interface MenuAction {
  label: string;
  icon: LucideIcon;
  isDanger?: boolean;
  run: () => void;
}

interface ActionMenuProps {
  /** what the actions belong to */
  description: string;
  buttonClass: string;
  actions: MenuAction[];
}

/** "More actions": what is done with one thing, behind three dots. */
export function ActionMenu({ description, buttonClass, actions }: ActionMenuProps) {
  return (
    <Popover
      label="More actions"
      description={description}
      buttonClass={buttonClass}
      width={176}
      button={<Ellipsis className="i s" aria-hidden />}
    >
      {(close) => (
        <div role="menu" aria-label="More actions" aria-description={description} onKeyDown={moveFocus}>
          {actions.map(({ label, icon: Icon, isDanger, run }, index) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              className={isDanger ? "opt danger" : "opt"}
              data-item
              data-initial={index === 0 || undefined}
              onClick={() => {
                close();
                run();
              }}
            >
              <Icon className="i s" aria-hidden />
              {label}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
