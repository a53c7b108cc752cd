"use client";

import {
  ChevronsDown,
  ChevronsUp,
  Columns2,
  Cpu,
  Diff,
  GitFork,
  Link2,
  Pencil,
  RotateCw,
  Share,
  Trash2,
} from "lucide-react";
import { useEffect, useState } from "react";
import { MenuEntries, type MenuEntry } from "@/components/ui/action-menu";
import { useModels } from "@/lib/client/models";
import type { Outline, OutlineNode } from "@/lib/contract/outline";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { mostLanes } from "@/lib/conversation/most-lanes";
import { efforts } from "@/lib/reasoning/effort";
import { effortSteps } from "./effort-steps";
import type { MessageActions } from "./message";

interface MessageMenuEntriesProps {
  message: MessageView;
  description: string;
  isBusy: boolean;
  actions: MessageActions;
  onOtherModel: () => void;
  /** shows what differs between two versions */
  onDiff: () => void;
  close: () => void;
}

export function MessageMenuEntries(props: MessageMenuEntriesProps) {
  const { message, description, isBusy, actions, onOtherModel, onDiff, close } = props;
  const steps = useSteps(message.completion);
  const outline = useOutline(actions.loadOutline);
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
    if (message.siblings.length > 1) {
      const beside = versionsBeside(message);
      entries.push({ label: "What differs…", note: "two versions", icon: Diff, run: onDiff });
      const run = () => actions.sideBySide(beside);
      entries.push({ label: "Side by side", note: `${beside.length} versions`, icon: Columns2, isDisabled, run });
    }
  }
  if (message.role === "assistant")
    entries.push({ label: "Edit", icon: Pencil, isDisabled: isBusy, run: () => actions.openEditor(message.id) });
  if (message.role === "user")
    entries.push({
      label: "Compare…",
      note: "with other models",
      icon: Columns2,
      isDisabled: isBusy,
      run: () => actions.compare(message.id),
    });
  entries.push({ label: "Fork", note: "a new conversation", icon: GitFork, run: () => actions.fork(message.id) });
  if (message.role === "assistant" && actions.share) {
    const share = actions.share;
    entries.push({ label: "Share…", note: "this exchange", icon: Share, run: () => share(message.id) });
  }
  entries.push({ label: "Copy link", icon: Link2, run: () => actions.copyLink(message.id) });
  entries.push({
    label: "Delete",
    note: whatGoes(message, outline),
    icon: Trash2,
    isDanger: true,
    run: () => actions.remove(message.id),
  });
  return <MenuEntries description={description} actions={entries} close={close} />;
}

/** As many as fit, this one among them. */
function versionsBeside({ id, siblings }: MessageView): string[] {
  const start = Math.min(Math.max(0, siblings.indexOf(id) - mostLanes + 1), Math.max(0, siblings.length - mostLanes));
  return siblings.slice(start, start + mostLanes);
}

/** What is under a message is asked for when its menu opens. */
function useOutline(load: () => Promise<Outline>): Outline | null {
  const [outline, setOutline] = useState<Outline | null>(null);
  useEffect(() => {
    let isHere = true;
    load().then(
      (loaded) => isHere && setOutline(loaded),
      // the words say less then, and the deletion can be undone
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [load]);
  return outline;
}

/** "This question and everything under it, 4 messages" */
function whatGoes({ id, role }: MessageView, outline: Outline | null): string {
  const what = role === "user" ? "This question" : "This answer";
  if (!outline) return `${what} and everything under it`;
  const count = countUnder(outline.messages, id);
  return count === 1 ? `${what} alone` : `${what} and everything under it, ${count} messages`;
}

/** By `seq`, what is under a message comes after it. */
function countUnder(messages: readonly OutlineNode[], id: string): number {
  const under = new Set([id]);
  for (const message of messages) if (message.parentId !== null && under.has(message.parentId)) under.add(message.id);
  return under.size;
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
