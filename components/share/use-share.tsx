"use client";

import { type ReactNode, useCallback, useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import type { MessageView } from "@/lib/conversation/message";

const ShareDialog = later(() => import("./share-dialog").then((module) => module.ShareDialog), NewVersion);

/** One answer with its question, to be shared. */
export function useShare(read: () => { id: string | null; messages: readonly MessageView[] }): {
  share: (answerId: string) => void;
  shareDialog: ReactNode;
} {
  const [exchange, setExchange] = useState<{ conversationId: string; leafId: string; fromId: string } | null>(null);
  const share = useCallback(
    (answerId: string) => {
      const { id, messages } = read();
      const fromId = messages.find((message) => message.id === answerId)?.parentId;
      if (id && fromId) setExchange({ conversationId: id, leafId: answerId, fromId });
    },
    [read],
  );
  return { share, shareDialog: exchange && <ShareDialog {...exchange} onClose={() => setExchange(null)} /> };
}
