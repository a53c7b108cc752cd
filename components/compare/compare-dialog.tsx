"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type Choice, shortModel } from "@/components/composer/choice";
import { preloadAnswering } from "@/components/conversation/preload-answering";
import { Dialog } from "@/components/ui/dialog";
import { sentenceOf } from "@/lib/client/api";
import type { MessageView } from "@/lib/conversation/message";
import { mostLanes } from "@/lib/conversation/most-lanes";
import { type Asked, startComparison } from "./comparison";
import { choiceOfAnswer, fewestLanes, firstLanes, type LaneChoice, readLaneChoices } from "./lane-choice";
import { LaneFields } from "./lane-fields";
import { subjectOf, writePrompt } from "./subject";

interface CompareDialogProps {
  conversationId: string | null;
  /** of the conversation */
  choice: Choice;
  messages: readonly MessageView[];
  /** null: the one that is being written */
  questionId: string | null;
  onClose: () => void;
}

/** Which models, and with how much reasoning, answer one question side by side. */
export function CompareDialog({ conversationId, choice, messages, questionId, onClose }: CompareDialogProps) {
  // as it was when it was opened
  const [subject] = useState(() => subjectOf(messages, questionId));
  const isNew = subject.type === "new";
  const present = isNew ? null : subject.present;
  const most = present ? mostLanes - 1 : mostLanes;
  const fewest = present ? fewestLanes - 1 : fewestLanes;
  const [lanes, setLanes] = useState<LaneChoice[]>(() => (readLaneChoices() ?? firstLanes(choice)).slice(0, most));
  const [text, setText] = useState(subject.text);
  const [isStarting, setIsStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const router = useRouter();
  const order = useRef<HTMLOListElement>(null);
  const isReady = lanes.length >= fewest && /\S/.test(text) && !isStarting;

  const start = async () => {
    preloadAnswering();
    setIsStarting(true);
    setProblem(null);
    const asked: Asked = isNew
      ? { text, parentId: subject.parentId }
      : { questionId: subject.questionId, present: present?.id ?? null };
    try {
      const path = await startComparison({ conversationId, asked, choices: lanes, settings: choice.settings });
      if (isNew) writePrompt("");
      onClose();
      router.push(path);
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsStarting(false);
    }
  };
  const close = () => {
    if (isNew && text !== subject.text) writePrompt(text);
    onClose();
  };
  // the button may have gone with its row
  const setOrder = (next: LaneChoice[]) => {
    setLanes(next);
    order.current?.focus();
  };
  const change = (at: number, lane: LaneChoice) => setLanes(lanes.map((each, index) => (index === at ? lane : each)));
  const added = lanes.at(-1) ?? firstLanes(choice)[0];

  return (
    <Dialog label="Compare" onClose={close} className="compare-choice">
      <form
        className="inside"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void start();
        }}
      >
        {isNew ? (
          <label className="field">
            <span>Question</span>
            <textarea
              data-initial
              className="input"
              rows={3}
              placeholder="What all of them are asked"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
        ) : (
          <p className="asked" dir="auto">
            {text}
          </p>
        )}
        <ol ref={order} tabIndex={-1} aria-label="Lanes">
          {present?.completion && (
            <li>
              <span className="grow">{shortModel(present.completion.model)}</span>
              <span className="muted">{presentWords(choiceOfAnswer(present.completion))}</span>
            </li>
          )}
          {lanes.map((lane, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the lane, two may be alike
            <li key={index}>
              <LaneFields
                place={index + (present ? 2 : 1)}
                lane={lane}
                onChange={(changed) => change(index, changed)}
                onRemove={lanes.length > fewest ? () => setOrder(lanes.filter((_, at) => at !== index)) : null}
              />
            </li>
          ))}
        </ol>
        {lanes.length < most && added && (
          <button type="button" className="btn" onClick={() => setOrder([...lanes, added])}>
            <Plus className="i s" aria-hidden />
            Add a lane
          </button>
        )}
        {lanes.length === 0 && !added && <p className="muted">No models yet. Connect a provider in the settings.</p>}
        {problem && (
          <p className="remark" role="alert">
            {problem}
          </p>
        )}
        <footer>
          <span className="muted">{lanes.length === 0 ? "" : "Each lane is asked and paid for on its own."}</span>
          <button type="submit" className="btn primary" aria-disabled={!isReady}>
            {isStarting ? "Asking" : `Ask ${lanes.length === 1 ? "one more" : lanes.length}`}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

const presentWords = ({ effort }: LaneChoice) =>
  effort === "default" ? "the answer that is there" : `${effort}, the answer that is there`;
