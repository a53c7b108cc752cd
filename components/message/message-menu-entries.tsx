"use client";

import { ChevronsDown, ChevronsUp, Cpu, RotateCw } from "lucide-react";
import { MenuEntries, type MenuEntry } from "@/components/ui/action-menu";
import { useModels } from "@/lib/client/models";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { efforts } from "@/lib/reasoning/effort";
import { effortSteps } from "./effort-steps";
import type { MessageActions } from "./message";

interface MessageMenuEntriesProps {
  message: MessageView;
  description: string;
  isBusy: boolean;
  actions: MessageActions;
  onOtherModel: () => void;
  close: () => void;
}

export function MessageMenuEntries(props: MessageMenuEntriesProps) {
  const { message, description, isBusy, actions, onOtherModel, close } = props;
  const steps = useSteps(message.completion);
  const entries: MenuEntry[] = [];
  if (message.role === "assistant") {
    const { completion } = message;
    const isDisabled = isBusy;
    entries.push({ label: "Again", icon: RotateCw, isDisabled, run: () => actions.regenerate(message.id) });
    const model = completion ? { id: completion.model, connectionId: completion.connectionId ?? undefined } : undefined;
    const { more, less } = steps;
    const withEffort = (effort: NonNullable<typeof more>) => () => actions.regenerate(message.id, { effort, model });
    if (more) entries.push({ label: "More effort", note: more, icon: ChevronsUp, isDisabled, run: withEffort(more) });
    if (less) entries.push({ label: "Less effort", note: less, icon: ChevronsDown, isDisabled, run: withEffort(less) });
    entries.push({ label: "Another model…", icon: Cpu, isDisabled, run: onOtherModel });
  }
  return <MenuEntries description={description} actions={entries} close={close} />;
}

/** Of an answer: what the model that gave it offers beside the effort it was asked with. */
function useSteps(completion: CompletionView | null): ReturnType<typeof effortSteps> {
  const { list } = useModels();
  if (!completion) return { more: null, less: null };
  const { connectionId, model, settings } = completion;
  const listed = list?.models.find((each) => each.id === model && each.connectionId === connectionId);
  const asked = efforts.find((effort) => effort === settings.reasoning?.effort);
  return effortSteps(listed?.reasoning ?? null, asked ?? "default");
}
