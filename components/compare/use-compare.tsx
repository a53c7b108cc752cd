"use client";

import { type ReactNode, useCallback, useState } from "react";
import type { Choice } from "@/components/composer/choice";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import type { MessageView } from "@/lib/conversation/message";

const CompareDialog = later(() => import("./compare-dialog").then((module) => module.CompareDialog), NewVersion);

interface CompareAbout {
  conversationId: string | null;
  choice: Choice;
  messages: readonly MessageView[];
}

/** The way into a comparison; what it takes is fetched when it is taken. */
export function useCompare(about: CompareAbout): {
  /** null: the question that is being written */
  compare: (questionId: string | null) => void;
  compareDialog: ReactNode;
} {
  const [opened, setOpened] = useState<{ questionId: string | null } | null>(null);
  return {
    compare: useCallback((questionId) => setOpened({ questionId }), []),
    compareDialog: opened && <CompareDialog {...about} {...opened} onClose={() => setOpened(null)} />,
  };
}
