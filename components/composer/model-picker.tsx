"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import { Popover } from "@/components/ui/popover";
import type { ModelView } from "@/lib/contract/models";
import type { Fallback } from "@/lib/contract/settings";
import { type Choice, shortName } from "./choice";
// part of the page's own code: a list that came after its first key would lose it
import { ModelList } from "./model-list";

const FallbacksDialog = later(() => import("./fallbacks-dialog").then((module) => module.FallbacksDialog), NewVersion);

interface ModelPickerProps {
  choice: Choice;
  onFallbacks: (fallbacks: Fallback[]) => void;
  onPick: (model: ModelView) => void;
}

export function ModelPicker({ choice, onPick, onFallbacks }: ModelPickerProps) {
  const [isListing, setIsListing] = useState(false);
  const count = choice.settings.fallbacks?.length ?? 0;
  const short = shortName(choice.modelName);
  return (
    <>
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
          <>
            <ModelList
              choice={choice}
              onPick={(model) => {
                close();
                onPick(model);
              }}
            />
            <button
              type="button"
              className="opt after"
              onClick={() => {
                close();
                setIsListing(true);
              }}
            >
              <span className="grow">If this model fails…</span>
              {count > 0 && <small>{count === 1 ? "1 other" : `${count} others`}</small>}
            </button>
          </>
        )}
      </Popover>
      {isListing && <FallbacksDialog choice={choice} onChange={onFallbacks} onClose={() => setIsListing(false)} />}
    </>
  );
}
