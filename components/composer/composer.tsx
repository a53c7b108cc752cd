"use client";

import { ArrowUp, Columns2 } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import { preloadAnswering } from "@/components/conversation/preload-answering";
import { writeDraft } from "@/lib/client/drafts";
import type { ModelView } from "@/lib/contract/models";
import { type Choice, choose, type EffortChoice, effortOf, withEffort, withFallbacks, withTools } from "./choice";
import { EffortPicker } from "./effort-picker";
import { ModelPicker } from "./model-picker";
import { PromptBox } from "./prompt-box";
import { ToolsPicker } from "./tools-picker";
import { useSendFocus } from "./use-send-focus";

interface ComposerProps {
  draftKey: string;
  placeholder: string;
  hasFocus: boolean;
  choice: Choice;
  activity: "idle" | "running" | "stopping";
  onChoose: (choice: Choice) => void;
  /** `effort`: chosen for this one message */
  onSend: (text: string, effort: EffortChoice | null) => Promise<boolean> | undefined;
  onStop: () => void;
  /** asks several models side by side */
  onCompare: () => void;
  /** ↑ in the empty box */
  onEditLast: () => void;
}

const effortKeys = ["low", "medium", "high"] as const;

export function Composer({
  draftKey,
  placeholder,
  hasFocus,
  choice,
  activity,
  onChoose,
  onSend,
  onStop,
  onCompare,
  onEditLast,
}: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setIsEmpty] = useState(true);
  const [once, setOnce] = useState<EffortChoice | null>(null);
  const isIdle = activity === "idle";
  const sendRef = useSendFocus();

  const onChange = useCallback((empty: boolean) => {
    setIsEmpty(empty);
    if (!empty) preloadAnswering();
  }, []);

  const send = () => {
    const text = box.current?.value ?? "";
    if (!box.current || !isIdle || !/\S/.test(text)) return;
    void onSend(text, once)?.then(
      (isSent) => isSent || putBack(text),
      () => putBack(text),
    );
    box.current.value = "";
    box.current.removeAttribute("data-long");
    writeDraft(draftKey, "");
    setIsEmpty(true);
    setOnce(null);
  };

  /** What could not be asked, unless something else is being written by now. */
  const putBack = (text: string) => {
    if (box.current?.value !== "") return;
    box.current.value = text;
    writeDraft(draftKey, text);
    setIsEmpty(false);
  };

  return (
    <form
      className="composer"
      aria-label="Write a message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <PromptBox
        boxRef={box}
        draftKey={draftKey}
        placeholder={placeholder}
        hasFocus={hasFocus}
        onChange={onChange}
        onSend={send}
        onEditLast={onEditLast}
        onEffortKey={(digit) => setOnce(effortKeys[digit - 1] ?? null)}
      />
      <div className="bar">
        <ModelPicker
          choice={choice}
          onPick={(model: ModelView) => {
            onChoose(choose(model, choice.settings));
            box.current?.focus();
          }}
          onFallbacks={(fallbacks) => onChoose({ ...choice, settings: withFallbacks(choice.settings, fallbacks) })}
        />
        <EffortPicker
          effort={once ?? effortOf(choice.settings)}
          reasoning={choice.reasoning}
          onPick={(effort) => {
            setOnce(null);
            onChoose({ ...choice, settings: withEffort(choice.settings, effort) });
            box.current?.focus();
          }}
        />
        <ToolsPicker
          tools={choice.settings.tools ?? []}
          onChange={(tools) => onChoose({ ...choice, settings: withTools(choice.settings, tools) })}
        />
        <button type="button" className="pick tools" aria-label="Compare" disabled={!isIdle} onClick={onCompare}>
          <Columns2 className="i s" aria-hidden />
          <span className="word">Compare</span>
        </button>
        {once && <span className="faint word">this message</span>}
        <span className="grow" />
        {isIdle ? (
          <button key="send" ref={sendRef} type="submit" className="send" aria-label="Send message" disabled={isEmpty}>
            <ArrowUp className="i" aria-hidden />
          </button>
        ) : (
          <button
            key="stop"
            ref={sendRef}
            type="button"
            className="stop"
            aria-label="Stop"
            aria-disabled={activity === "stopping"}
            onClick={onStop}
          >
            {activity === "stopping" ? "Stopping" : "Stop"}
          </button>
        )}
      </div>
    </form>
  );
}
