"use client";

import { ModelList } from "@/components/composer/model-list";
import { Dialog } from "@/components/ui/dialog";
import type { ModelView } from "@/lib/contract/models";
import type { CompletionView } from "@/lib/conversation/message";

interface ModelDialogProps {
  /** of the answer that another one is wanted beside */
  completion: CompletionView | null;
  onPick: (model: ModelView) => void;
  onClose: () => void;
}

/** Which model answers the same question; the one chosen for the conversation stays chosen. */
export function ModelDialog({ completion, onPick, onClose }: ModelDialogProps) {
  const model = completion?.model;
  const choice = {
    connectionId: completion?.connectionId ?? undefined,
    model,
    modelName: model ?? "",
    reasoning: null,
    settings: {},
  };
  return (
    <Dialog label="Answer with another model" onClose={onClose} className="fallbacks">
      <div className="inside">
        <div className="pop inline models">
          <ModelList
            choice={choice}
            onPick={(picked) => {
              onClose();
              onPick(picked);
            }}
          />
        </div>
      </div>
    </Dialog>
  );
}
