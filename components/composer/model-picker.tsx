"use client";

import { ChevronDown } from "lucide-react";
import { Popover } from "@/components/ui/popover";
import type { ModelView } from "@/lib/contract/models";
import { type Choice, shortName } from "./choice";
// part of the page's own code: a list that came after its first key would lose it
import { ModelList } from "./model-list";

interface ModelPickerProps {
  choice: Choice;
  onPick: (model: ModelView) => void;
}

export function ModelPicker({ choice, onPick }: ModelPickerProps) {
  const short = shortName(choice.modelName);
  return (
    <Popover
      label={`Model: ${choice.modelName}`}
      title={choice.modelName}
      buttonClass="pick model"
      panelClass="models"
      width={384}
      button={
        <>
          <b>
            {short}
            <span className="word">{choice.modelName.slice(short.length)}</span>
          </b>
          <ChevronDown className="i s" aria-hidden />
        </>
      }
    >
      {(close) => (
        <ModelList
          choice={choice}
          onPick={(model) => {
            close();
            onPick(model);
          }}
        />
      )}
    </Popover>
  );
}
