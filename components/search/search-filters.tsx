"use client";

import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { useModels } from "@/lib/client/models";
import type { SearchChoice } from "@/lib/client/search";

interface SearchFiltersProps {
  choice: SearchChoice;
  onChoose: (choice: SearchChoice) => void;
}

/** Model and days, behind one line that says how many of them count. */
export function SearchFilters({ choice, onChoose }: SearchFiltersProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const count = [choice.model, choice.from, choice.to].filter(Boolean).length;
  return (
    <>
      <button
        type="button"
        className="filter-toggle"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {count === 0 ? "Filters" : `Filters: ${count}`}
        <ChevronDown className="i s" aria-hidden />
      </button>
      <div id={id} className="filters" hidden={!isOpen}>
        {isOpen && <Fields choice={choice} onChoose={onChoose} />}
      </div>
    </>
  );
}

function Fields({ choice, onChoose }: SearchFiltersProps) {
  const { list } = useModels();
  const ids = [...new Set(list?.models.map((model) => model.id))].sort();
  const set = (change: SearchChoice) => onChoose({ ...choice, ...change });
  return (
    <>
      <label>
        <span>Model</span>
        <select className="input" value={choice.model ?? ""} onChange={(event) => set({ model: event.target.value })}>
          <option value="">Any model</option>
          {ids.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>From</span>
        <input
          type="date"
          className="input"
          max={choice.to}
          value={choice.from ?? ""}
          onChange={(event) => set({ from: event.target.value })}
        />
      </label>
      <label>
        <span>To</span>
        <input
          type="date"
          className="input"
          min={choice.from}
          value={choice.to ?? ""}
          onChange={(event) => set({ to: event.target.value })}
        />
      </label>
    </>
  );
}
