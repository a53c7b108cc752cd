"use client";

import { Check, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useModels } from "@/lib/client/models";
import type { ModelView } from "@/lib/contract/models";
import type { Choice } from "./choice";

interface ModelListProps {
  choice: Choice;
  onPick: (model: ModelView) => void;
}

/** All models, grouped by connection, narrowed by what is typed. A name no list knows can be used as typed. */
export function ModelList({ choice, onPick }: ModelListProps) {
  const { list, error } = useModels();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const listRef = useRef<HTMLDivElement>(null);
  const models = list?.models ?? [];
  const options = [...matching(models, query), ...asTyped(models, query, choice)];
  const at = Math.min(active, options.length - 1);

  useEffect(() => {
    listRef.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setActive((at + step + options.length) % options.length);
    }
    const picked = options[at];
    if (event.key === "Enter" && picked) {
      event.preventDefault();
      onPick(picked);
    }
  };

  return (
    <>
      <div className="search">
        <Search className="i s" aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the panel was opened to choose, typing narrows it at once
          autoFocus
          data-initial
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-label="Search models"
          placeholder="Search, or type a model id"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="list" role="listbox" id={`${id}-list`} aria-label="Models" ref={listRef}>
        {options.map((model, index) => {
          const isPicked = model.id === choice.model && model.connectionId === choice.connectionId;
          const isFirstOfGroup = model.connectionName !== options[index - 1]?.connectionName;
          return (
            <div key={`${model.connectionId} ${model.id}`} role="presentation">
              {isFirstOfGroup && (
                <div className="group" role="presentation">
                  {model.connectionName}
                </div>
              )}
              {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search box (aria-activedescendant) */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the search box handles the keys */}
              <div
                role="option"
                id={`${id}-${index}`}
                className="opt"
                data-index={index}
                data-active={index === at}
                aria-selected={isPicked}
                onClick={() => onPick(model)}
              >
                <span className="grow">
                  {model.name}
                  {model.name !== model.id && <small className="model-id"> {model.id}</small>}
                </span>
                {isPicked && <Check className="i s tick" aria-hidden />}
              </div>
            </div>
          );
        })}
        {options.length === 0 && <p className="none">{emptyText(Boolean(list), error)}</p>}
      </div>
    </>
  );
}

function matching(models: ModelView[], query: string): ModelView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter((model) => {
    const text = `${model.name} ${model.id} ${model.connectionName}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Servers offer more than they list; the connection in use gets the name as it was typed. */
function asTyped(models: ModelView[], query: string, choice: Choice): ModelView[] {
  const typed = query.trim();
  const connectionId = choice.connectionId ?? models[0]?.connectionId;
  if (typed === "" || !connectionId || models.some((model) => model.id === typed)) return [];
  return [
    {
      id: typed,
      connectionId,
      connectionName: "As typed",
      name: typed,
      contextLength: null,
      supportedParameters: null,
      reasoning: null,
    },
  ];
}

function emptyText(isLoaded: boolean, error: unknown): string {
  if (error) return "The models could not be loaded.";
  return isLoaded ? "No models yet. Connect a provider in the settings." : "Loading models";
}
