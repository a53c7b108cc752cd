"use client";

import { ChevronDown, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { Popover } from "@/components/ui/popover";
import type { ModelView } from "@/lib/contract/models";
import type { Choice } from "./choice";

const ModelList = dynamic(() => import("./model-list").then((module) => module.ModelList), {
  loading: () => <Loading />,
});

/** The first line of the list as it will stand there, so that nothing moves when it comes. */
function Loading() {
  return (
    <>
      <div className="search">
        <Search className="i s" aria-hidden />
        <input disabled aria-label="Search models" placeholder="Search, or type a model id" />
      </div>
      <p className="none">Loading models</p>
    </>
  );
}

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
