"use client";

import { Ellipsis, type LucideIcon } from "lucide-react";
import { moveFocus, Popover } from "./popover";

interface MenuAction {
  label: string;
  icon: LucideIcon;
  isDanger?: boolean;
  run: () => void;
}
interface MenuDownload {
  label: string;
  icon: LucideIcon;
  /** where the file is */
  download: string;
}

interface ActionMenuProps {
  /** what the actions belong to */
  description: string;
  buttonClass: string;
  actions: (MenuAction | MenuDownload)[];
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
          {actions.map((action, index) => {
            const { label, icon: Icon } = action;
            const shared = { role: "menuitem", "data-item": true, "data-initial": index === 0 || undefined };
            return "download" in action ? (
              <a key={label} {...shared} className="opt" href={action.download} download onClick={close}>
                <Icon className="i s" aria-hidden />
                {label}
              </a>
            ) : (
              <button
                key={label}
                type="button"
                {...shared}
                className={action.isDanger ? "opt danger" : "opt"}
                onClick={() => {
                  close();
                  action.run();
                }}
              >
                <Icon className="i s" aria-hidden />
                {label}
              </button>
            );
          })}
        </div>
      )}
    </Popover>
  );
}
