"use client";

import type { KeyboardEvent } from "react";
import type { SearchScopeChoice } from "@/lib/contract/search";

const scopes = [
  { value: "all", name: "Everything" },
  { value: "answer", name: "Answers" },
  { value: "question", name: "Questions" },
  { value: "reasoning", name: "Reasoning" },
  { value: "title", name: "Titles" },
] as const;

interface ScopeChipsProps {
  value: SearchScopeChoice;
  onChoose: (scope: SearchScopeChoice) => void;
}

export function ScopeChips({ value, onChoose }: ScopeChipsProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = scopes[(scopes.findIndex((scope) => scope.value === value) + step + scopes.length) % scopes.length];
    if (!next) return;
    onChoose(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div className="chips" role="radiogroup" aria-label="Search in" onKeyDown={onKeyDown}>
      {scopes.map((scope) => (
        // biome-ignore lint/a11y/useSemanticElements: buttons with the keys of a radio group
        <button
          key={scope.value}
          type="button"
          role="radio"
          className="chip"
          data-value={scope.value}
          aria-checked={scope.value === value}
          tabIndex={scope.value === value ? 0 : -1}
          onClick={() => onChoose(scope.value)}
        >
          {scope.name}
        </button>
      ))}
    </div>
  );
}
