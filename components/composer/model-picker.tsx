"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { Popover } from "@/components/ui/popover";
import type { ModelView } from "@/lib/contract/models";
import type { Choice } from "./choice";

const ModelList = dynamic(() => import("./model-list").then((module) => module.ModelList), {
  loading: () => <p className="none">Loading models</p>,
});

interface ModelPickerProps {
  choice: Choice;
  onPick: (model: ModelView) => void;
}

export function ModelPicker({ choice, onPick }: ModelPickerProps) {
  return (
    <Popover
      label={`Model: ${choice.modelName}`}
      buttonClass="pick model"
      panelClass="models"
      width={384}
      button={
        <>
          <b>{choice.modelName}</b>
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
