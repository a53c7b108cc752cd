"use client";

import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion, NewVersionLine } from "@/components/ui/new-version";
import { Popover } from "@/components/ui/popover";
import type { ConversationListItem } from "@/lib/contract/conversations";

const loadActions = () =>
  import("./entry-actions").then(
    (module) => module.EntryActions,
    () => NewVersionLine,
  );
const EntryActions = dynamic(loadActions, { ssr: false });
const EntryDialogs = later(() => import("./entry-dialogs").then((module) => module.EntryDialogs), NewVersion);

/** What is asked before an act. */
export type EntryQuestion = "delete" | "move" | "tags";

interface EntryMenuProps {
  item: ConversationListItem;
  title: string;
  isCurrent: boolean;
  isTabStop: boolean;
  onRename: () => void;
}

/** Three dots at an entry; what is behind them comes when somebody gets near. */
export function EntryMenu({ item, title, isCurrent, isTabStop, onRename }: EntryMenuProps) {
  const [question, setQuestion] = useState<EntryQuestion | null>(null);
  return (
    <>
      <Popover
        label="More actions"
        description={title}
        buttonClass="icon sm more"
        width={184}
        button={<Ellipsis className="i s" aria-hidden />}
        tabIndex={isTabStop ? 0 : -1}
        onApproach={() => void loadActions()}
      >
        {(close) => <EntryActions {...{ item, title, onRename, close }} onAsk={setQuestion} />}
      </Popover>
      {question && <EntryDialogs {...{ question, item, title, isCurrent }} onClose={() => setQuestion(null)} />}
    </>
  );
}
