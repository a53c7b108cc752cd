"use client";

import { Check } from "lucide-react";
import { SearchList, wordsMatch } from "@/components/ui/search-list";
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
  const models = list?.models ?? [];
  const isPicked = (model: ModelView) => model.id === choice.model && model.connectionId === choice.connectionId;
  return (
    <SearchList
      label="Search models"
      placeholder="Search, or type a model id"
      listLabel="Models"
      isLoading={!list && !error}
      find={(query) => [...matching(models, query), ...asTyped(models, query, choice)]}
      keyOf={(model) => `${model.connectionId} ${model.id}`}
      groupOf={(model) => model.connectionName}
      isPicked={isPicked}
      onPick={onPick}
      emptyText={emptyText(Boolean(list), error)}
    >
      {(model) => (
        <>
          <span className="grow">
            {model.name}
            {model.name !== model.id && <small className="model-id"> {model.id}</small>}
          </span>
          {isPicked(model) && <Check className="i s tick" aria-hidden />}
        </>
      )}
    </SearchList>
  );
}

function matching(models: ModelView[], query: string): ModelView[] {
  const fits = wordsMatch(query);
  return models.filter((model) => fits(`${model.name} ${model.id} ${model.connectionName}`));
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
