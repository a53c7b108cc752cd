"use client";

import { useRouter } from "next/navigation";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { loadLanes } from "@/components/compare/load-lanes";
import { comparePath } from "@/components/compare/path";
import { useCompare } from "@/components/compare/use-compare";
import { type AnswerChange, type Choice, type effortOf, withEffort } from "@/components/composer/choice";
import { Composer } from "@/components/composer/composer";
import { focusPrompt } from "@/components/composer/focus-prompt";
import { useChoice } from "@/components/composer/use-choice";
import { useShare } from "@/components/share/use-share";
import { later } from "@/components/ui/later";
import { NewVersion, NewVersionLine } from "@/components/ui/new-version";
import { copyText } from "@/lib/client/clipboard";
import { ownerEvents } from "@/lib/client/owner-events";
import type { ConversationPageView, MessageView } from "@/lib/conversation/message";
import { Dock } from "./dock";
import { EmptyState } from "./empty-state";
import type { ListReach } from "./message-list";
import { type ConversationParts, preloadAnswering } from "./preload-answering";
import type { Target } from "./target";
import { Topbar } from "./topbar";
import { useConversation } from "./use-conversation";
import { useConversationKeys } from "./use-conversation-keys";
import { useDraftKey } from "./use-draft-key";
import { useFollowEnd } from "./use-follow-end";
import { useOwnBranch } from "./use-own-branch";
import { useRefreshOnReturn } from "./use-refresh-on-return";
import { useShownMessage } from "./use-shown-message";

interface ConversationProps {
  /** null: a new one, created with its first message */
  initial: ConversationPageView | null;
  /** what draws the messages; null until it is there, which the empty page waits for */
  parts: ConversationParts | null;
  /** they could not be had */
  isOld?: boolean;
  choice: Choice;
  isPracticeOnly?: boolean;
  /** message to scroll to, from ?m= */
  messageId?: string;
  onCreated?: (conversationId: string) => void;
}

const UndoLine = later(() => import("./undo-line").then((module) => module.UndoLine), NewVersion);
const Deleted = later(() => import("./deleted").then((module) => module.Deleted), NewVersionLine);

const TemporaryBar = later(() => import("./temporary-bar").then((module) => module.TemporaryBar), NewVersionLine);

const ignore = () => {};

export function Conversation({
  initial,
  parts,
  isOld = false,
  choice: firstChoice,
  isPracticeOnly = false,
  messageId,
  onCreated = ignore,
}: ConversationProps) {
  const { state, controller } = useConversation(initial);
  const { choice, setChoice } = useChoice(firstChoice, state.id);
  const router = useRouter();
  const list = useRef<HTMLDivElement>(null);
  const reach = useRef<ListReach>(null);
  const isSettling = useSettling();
  const isEmpty = state.messages.length === 0 || !parts;
  const isGrowing = state.activity !== "idle" || (isSettling && !messageId);
  // an empty page has no list yet: what is followed begins with the first message
  const { isAtEnd, toEnd, letGo } = useFollowEnd(list, isGrowing && !isEmpty, reach);
  const draftKey = useDraftKey(initial, state.id);
  const { compare, compareDialog } = useCompare({ conversationId: state.id, choice, messages: state.messages });
  const { share, shareDialog } = useShare(controller.store.read);

  const latest = useRef(choice);
  useLayoutEffect(() => {
    latest.current = choice;
    controller.onCreated = onCreated;
  }, [choice, controller, onCreated]);
  // stable for the life of the page: finished messages compare it and are not drawn again
  const actions = useMemo(
    () => ({
      regenerate: (id: string, change?: AnswerChange) => controller.regenerate(id, changed(latest.current, change)),
      openEditor: controller.openEditor,
      edit: (id: string, text: string) => {
        controller.edit(id, text, toTarget(latest.current));
        requestAnimationFrame(toEnd);
      },
      continue: (id: string) => {
        controller.continue(id, toTarget(latest.current));
        focusPrompt();
      },
      editAnswer: (id: string, text: string) => controller.editAnswer(id, text),
      remove: (id: string) => void controller.remove(id),
      fork: (id: string) => {
        void controller.fork(id).then((made) => made && router.push(`/c/${made}`));
      },
      copyLink: (id: string) => void copyText(`${location.origin}/c/${controller.store.read().id}?m=${id}`),
      loadOutline: () => controller.loadOutline(),
      compare,
      share,
      loadVersions: (ids: string[]) => loadLanes(controller.store.read().id, ids),
      sideBySide: (ids: string[]) => router.push(comparePath(controller.store.read().id ?? "", ids)),
      resend: () => controller.resend(toTarget(latest.current)),
      stop: controller.stop,
      chooseVersion: (id: string) => void controller.chooseVersion(id),
      loadReplay: (id: string) => controller.loadReplay(id),
    }),
    [controller, toEnd, router, compare, share],
  );
  useOwnBranch(controller, state, { messages: initial?.messages, messageId });
  useRefreshOnReturn(() => controller.refresh(messageId));
  useEffect(() => ownerEvents.subscribe((heard) => controller.hear(heard, messageId)), [controller, messageId]);
  useConversationKeys({
    state,
    stop: controller.stop,
    chooseVersion: actions.chooseVersion,
    lastAnswer: () => controller.lastAnswer(),
  });

  useShownMessage({ list, reach, toEnd, letGo, reveal: controller.reveal, isStored: initial !== null, messageId });

  const send = (text: string, effort: ReturnType<typeof effortOf> | null) => {
    preloadAnswering();
    const sent = controller.send(text, toTarget(choice, effort));
    if (sent) void sent.then((isSent) => isSent && requestAnimationFrame(toEnd));
    else requestAnimationFrame(toEnd);
    return sent;
  };
  const jump = async (id: string) => {
    letGo();
    await controller.chooseVersion(id);
    requestAnimationFrame(() => reach.current?.show(id)?.focus({ preventScroll: true }));
  };
  const toLatest = async () => {
    if (await controller.toLatest()) toEnd();
  };
  const editLast = async () => {
    await controller.toLatest();
    const id = lastQuestion(controller.store.read().messages);
    requestAnimationFrame(() => {
      if (id) reach.current?.show(id);
      controller.openEditor(id);
    });
  };
  const composer = (
    <>
      <div role="status">
        {state.removed && (
          <UndoLine removed={state.removed} onUndo={() => void controller.undo()} onClose={controller.forgetRemoved} />
        )}
      </div>
      {isOld && state.messages.length > 0 && <NewVersionLine />}
      <Composer
        draftKey={draftKey}
        placeholder={placeholderOf(isEmpty, state.activity !== "idle")}
        hasFocus={!initial}
        choice={choice}
        activity={state.activity}
        onChoose={setChoice}
        onSend={send}
        onEditLast={() => void editLast()}
        onStop={controller.stop}
        onCompare={() => compare(null)}
      />
      {compareDialog}
      {shareDialog}
    </>
  );

  if (state.deleted) return <Deleted {...state.deleted} />;
  return (
    <>
      <Topbar
        parts={parts?.topbar ?? null}
        conversationId={state.id}
        title={initial?.title || firstWords(state.messages[0]?.parts[0]?.text)}
        messages={state.messages}
        isBusy={state.activity !== "idle"}
        isTemporary={state.isTemporary}
        leafId={state.nextCursor === null ? state.messages.at(-1)?.id : undefined}
        onJump={(id) => void jump(id)}
        isPart={state.previousCursor !== null || state.nextCursor !== null}
      />
      {state.isTemporary && <TemporaryBar conversationId={state.id} store={controller.store} />}
      {isEmpty ? (
        <EmptyState
          composer={composer}
          isPracticeOnly={isPracticeOnly}
          isTemporary={state.isTemporary}
          onTemporary={(isTemporary) => controller.store.set({ isTemporary })}
          onExample={(text) => send(text, null)}
        />
      ) : (
        <>
          <parts.MessageList
            state={state}
            actions={actions}
            keyOf={controller.keyOf}
            listRef={list}
            reach={reach}
            loadOlder={controller.loadOlder}
            loadNewer={controller.loadNewer}
          />
          <Dock
            onLatest={isAtEnd && state.nextCursor === null ? undefined : toLatest}
            problem={state.problem}
            isIdle={state.activity === "idle"}
          >
            {composer}
          </Dock>
        </>
      )}
    </>
  );
}

function lastQuestion(messages: readonly MessageView[]): string | null {
  return messages.findLast(({ role, continuesId }) => role === "user" && continuesId === null)?.id ?? null;
}

/** True for the first moments of a page, while formulas, code and fonts take their final size. */
function useSettling(): boolean {
  const [isSettling, setIsSettling] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setIsSettling(false), 1500);
    return () => clearTimeout(timer);
  }, []);
  return isSettling;
}

/** `effort`: for this one message only. The settings go with the message too: what was chosen a moment ago may still be on its way. */
function toTarget(choice: Choice, effort: ReturnType<typeof effortOf> | null = null): Target {
  const { connectionId, model, modelName, settings } = choice;
  const once = effort ? withEffort(settings, effort) : settings;
  return { connectionId, model, modelName: model ?? modelName, settings, once };
}

/** As chosen, but for what is different about this one answer. */
function changed(choice: Choice, change: AnswerChange | undefined): Target {
  const target = toTarget(choice, change?.effort);
  if (!change?.model) return target;
  const { id, connectionId } = change.model;
  return { ...target, connectionId, model: id, modelName: id };
}

function placeholderOf(isEmpty: boolean, isRunning: boolean): string {
  if (isEmpty) return "Your question";
  return isRunning ? "Write the next message while this one runs" : "Ask a follow-up";
}

/** What the page is called until the server has named it. */
function firstWords(text: string | undefined): string {
  const line = (text ?? "").trim().split("\n", 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line;
}
