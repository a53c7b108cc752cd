"use client";

import { Check, ChevronDown } from "lucide-react";
import { moveFocus, Popover } from "@/components/ui/popover";
import type { ModelReasoning } from "@/lib/contract/models";
import { offeredEfforts } from "@/lib/reasoning/effort";
import type { EffortChoice } from "./choice";
import { EffortMark } from "./effort-mark";

interface EffortPickerProps {
  effort: EffortChoice;
  reasoning: ModelReasoning | null;
  onPick: (effort: EffortChoice) => void;
}

/** What there is not to choose, and why. */
function noteOn(reasoning: ModelReasoning | null): string | null {
  if (reasoning?.supportedEfforts?.length === 0) return "This server takes no effort setting.";
  return reasoning?.mandatory ? "This model cannot switch reasoning off." : null;
}

export function EffortPicker({ effort, reasoning, onPick }: EffortPickerProps) {
  const options: EffortChoice[] = ["default", ...offeredEfforts(reasoning)];
  const note = noteOn(reasoning);
  return (
    <Popover
      label={`Reasoning effort: ${effort}`}
      buttonClass="pick"
      width={200}
      button={
        <>
          <EffortMark effort={effort} />
          <span>
            <span className="word">Effort </span>
            <b>{effort}</b>
          </span>
          <ChevronDown className="i s" aria-hidden />
        </>
      }
    >
      {(close) => (
        <>
          <div role="listbox" aria-label="Reasoning effort" onKeyDown={moveFocus}>
            {options.map((option) => (
              <button
                key={option}
                type="button"
                role="option"
                className="opt"
                data-item
                aria-selected={option === effort}
                data-initial={option === effort || undefined}
                onClick={() => {
                  close();
                  onPick(option);
                }}
              >
                <EffortMark effort={option} />
                <span>{option}</span>
                {option === "default" && reasoning?.defaultEffort && <small>{reasoning.defaultEffort}</small>}
                {option === effort && <Check className="i s tick" aria-hidden />}
              </button>
            ))}
          </div>
          {note && <p className="note">{note}</p>}
        </>
      )}
    </Popover>
  );
}
