"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { SearchList, wordsMatch } from "@/components/ui/search-list";
import { useModels } from "@/lib/client/models";
import type { ModelView } from "@/lib/contract/models";
import type { Fallback } from "@/lib/contract/settings";
import type { Choice } from "./choice";

/** As many as the settings hold. */
const most = 4;

interface FallbacksDialogProps {
  choice: Choice;
  onChange: (fallbacks: Fallback[]) => void;
  onClose: () => void;
}

/** Which models are asked, and in which order, when the chosen one fails before its first word. Every change counts at once. */
export function FallbacksDialog({ choice, onChange, onClose }: FallbacksDialogProps) {
  const { list, error } = useModels();
  const [isAdding, setIsAdding] = useState(false);
  const order = useRef<HTMLOListElement>(null);
  const fallbacks = choice.settings.fallbacks ?? [];
  const models = list?.models ?? [];
  const isTaken = ({ connectionId, id }: ModelView) =>
    (connectionId === choice.connectionId && id === choice.model) ||
    fallbacks.some((each) => each.connectionId === connectionId && each.model === id);

  const isOnlyOne = list !== null && models.every(isTaken) && fallbacks.length === 0;

  // the button may have gone with its row
  const change = (next: Fallback[]) => {
    onChange(next);
    order.current?.focus();
  };
  const swap = (index: number, other: number) =>
    change(
      fallbacks.map((each, at) => (at === index ? fallbacks[other] : at === other ? fallbacks[index] : each) ?? each),
    );

  return (
    <Dialog label="If this model fails" onClose={onClose} className="fallbacks">
      <div className="inside">
        <p className="muted">
          Other models that are asked, in this order, when the one before gives no first word: its provider is
          overloaded or cannot be reached, refuses the key or the model, or has no credit left.
          {fallbacks.length === 0 && " None is set: the failure is shown instead."}
        </p>
        <ol ref={order} tabIndex={-1} aria-label="Models asked in order">
          <li>
            <span className="grow">{choice.modelName}</span>
          </li>
          {fallbacks.map((fallback, index) => {
            const model = models.find(
              ({ id, connectionId }) => id === fallback.model && connectionId === fallback.connectionId,
            );
            const name = model?.name ?? fallback.model;
            const at = models.find(({ connectionId }) => connectionId === fallback.connectionId)?.connectionName;
            return (
              <li key={`${fallback.connectionId} ${fallback.model}`}>
                <span className="grow">
                  {name} <small className="muted">{at ?? (list ? "connection not in use, passed over" : "")}</small>
                </span>
                <button
                  type="button"
                  className="icon sm"
                  aria-label={`Move ${name} up`}
                  disabled={index === 0}
                  onClick={() => swap(index, index - 1)}
                >
                  <ArrowUp className="i s" aria-hidden />
                </button>
                <button
                  type="button"
                  className="icon sm"
                  aria-label={`Move ${name} down`}
                  disabled={index === fallbacks.length - 1}
                  onClick={() => swap(index, index + 1)}
                >
                  <ArrowDown className="i s" aria-hidden />
                </button>
                <button
                  type="button"
                  className="icon sm"
                  aria-label={`Remove ${name}`}
                  onClick={() => change(fallbacks.filter((each) => each !== fallback))}
                >
                  <X className="i s" aria-hidden />
                </button>
              </li>
            );
          })}
        </ol>
        {isOnlyOne ? (
          <p>
            No other model can be reached from here yet.{" "}
            <Link href="/settings/connections" onClick={onClose}>
              Add a connection that has one
            </Link>
          </p>
        ) : isAdding ? (
          <div className="pop inline">
            <SearchList
              label="Search models to add"
              placeholder="Search"
              listLabel="Models to add"
              isLoading={!list && !error}
              find={(query) => {
                const fits = wordsMatch(query);
                return models.filter(
                  (model) => !isTaken(model) && fits(`${model.name} ${model.id} ${model.connectionName}`),
                );
              }}
              keyOf={(model) => `${model.connectionId} ${model.id}`}
              groupOf={(model) => model.connectionName}
              onPick={({ connectionId, id }) => {
                setIsAdding(false);
                change([...fallbacks, { connectionId, model: id }]);
              }}
              emptyText={error ? "The models could not be loaded." : list ? "No other model." : "Loading models"}
            >
              {(model) => <span className="grow">{model.name}</span>}
            </SearchList>
          </div>
        ) : (
          fallbacks.length < most && (
            <button type="button" className="btn" onClick={() => setIsAdding(true)}>
              Add a model
            </button>
          )
        )}
      </div>
    </Dialog>
  );
}
