"use client";

import { Ellipsis, type LucideIcon } from "lucide-react";
import { moveFocus, Popover } from "./popover";

interface MenuAction {
  label: string;
  /** what exactly it does */
  note?: string;
  isDisabled?: boolean;
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

export type MenuEntry = MenuAction | MenuDownload;

interface ActionMenuProps {
  /** what the actions belong to */
  description: string;
  buttonClass: string;
  actions: MenuEntry[];
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
      {(close) => <MenuEntries description={description} actions={actions} close={close} />}
    </Popover>
  );
}

interface MenuEntriesProps {
  description: string;
  actions: MenuEntry[];
  close: () => void;
}

const focusInitial = (menu: HTMLElement | null) => menu?.querySelector<HTMLElement>("[data-initial]")?.focus();

/** The panel of such a menu, where its entries are known only once it is open. */
export function MenuEntries({ description, actions, close }: MenuEntriesProps) {
  return (
    <div
      // for one that comes after its panel has been opened; before that it cannot take the focus, and gets it with the opening
      ref={focusInitial}
      role="menu"
      aria-label="More actions"
      aria-description={description}
      onKeyDown={moveFocus}
    >
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
            aria-label={label}
            aria-description={action.note}
            aria-disabled={action.isDisabled}
            onClick={() => {
              if (action.isDisabled) return;
              close();
              action.run();
            }}
          >
            <Icon className="i s" aria-hidden />
            <span className="grow">{label}</span>
            {action.note && <small>{action.note}</small>}
          </button>
        );
      })}
    </div>
  );
}
