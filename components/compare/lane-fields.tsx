"use client";

import { ChevronDown, X } from "lucide-react";
import { shortName } from "@/components/composer/choice";
import { EffortPicker } from "@/components/composer/effort-picker";
import { ModelList } from "@/components/composer/model-list";
import { Popover } from "@/components/ui/popover";
import { useModels } from "@/lib/client/models";
import type { LaneChoice } from "./lane-choice";

interface LaneFieldsProps {
  /** from 1 */
  place: number;
  lane: LaneChoice;
  onChange: (lane: LaneChoice) => void;
  /** null: there have to be so many */
  onRemove: (() => void) | null;
}

/** Who answers in one lane, and with how much reasoning. */
export function LaneFields({ place, lane, onChange, onRemove }: LaneFieldsProps) {
  const { list } = useModels();
  const { connectionId, model, modelName, effort } = lane;
  const known = list?.models.find((each) => each.id === model && each.connectionId === connectionId);
  const reasoning = known?.reasoning ?? null;
  return (
    <fieldset aria-label={`Lane ${place}`}>
      <Popover
        label={`Model: ${modelName}`}
        title={modelName}
        buttonClass="pick model"
        panelClass="models"
        width={384}
        button={
          <>
            <b>{shortName(modelName)}</b>
            <ChevronDown className="i s" aria-hidden />
          </>
        }
      >
        {(close) => (
          <ModelList
            choice={{ connectionId, model, modelName, reasoning, settings: {} }}
            onPick={(picked) => {
              close();
              onChange({ ...lane, connectionId: picked.connectionId, model: picked.id, modelName: picked.name });
            }}
          />
        )}
      </Popover>
      <span className="grow" />
      <EffortPicker effort={effort} reasoning={reasoning} onPick={(picked) => onChange({ ...lane, effort: picked })} />
      <button
        type="button"
        className="icon sm"
        aria-label={`Remove lane ${place}`}
        disabled={!onRemove}
        onClick={() => onRemove?.()}
      >
        <X className="i s" aria-hidden />
      </button>
    </fieldset>
  );
}
