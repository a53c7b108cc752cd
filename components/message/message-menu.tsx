"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import { Popover } from "@/components/ui/popover";
import type { MessageView } from "@/lib/conversation/message";
import type { MessageActions } from "./message";
import { MessageMenuEntries } from "./message-menu-entries";

const DiffDialog = later(() => import("@/components/diff/diff-dialog").then((module) => module.DiffDialog), NewVersion);
const ModelDialog = later(() => import("./model-dialog").then((module) => module.ModelDialog), NewVersion);

interface MessageMenuProps {
  message: MessageView;
  isBusy: boolean;
  actions: MessageActions;
}

/** "More actions" of one message. What they are is found out when it is opened. */
export function MessageMenu({ message, isBusy, actions }: MessageMenuProps) {
  const [isChoosing, setIsChoosing] = useState(false);
  const [isDiffing, setIsDiffing] = useState(false);
  const description = message.role === "user" ? "This question" : "This answer";
  return (
    <>
      <Popover
        label="More actions"
        description={description}
        buttonClass="icon sm"
        width={264}
        button={<Ellipsis className="i s" aria-hidden />}
      >
        {(close) => (
          <MessageMenuEntries
            message={message}
            description={description}
            isBusy={isBusy}
            actions={actions}
            onOtherModel={() => setIsChoosing(true)}
            onDiff={() => setIsDiffing(true)}
            close={close}
          />
        )}
      </Popover>
      {isChoosing && (
        <ModelDialog
          completion={message.completion}
          onPick={({ id, connectionId }) => actions.regenerate(message.id, { model: { id, connectionId } })}
          onClose={() => setIsChoosing(false)}
        />
      )}
      {isDiffing && <DiffDialog message={message} load={actions.loadVersions} onClose={() => setIsDiffing(false)} />}
    </>
  );
}
