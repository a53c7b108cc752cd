"use client";

import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { useProjects } from "@/lib/client/projects";
import { type SearchChoice, useSearchModels } from "@/lib/client/search";

interface SearchFiltersProps {
  choice: SearchChoice;
  onChoose: (choice: SearchChoice) => void;
}

/** Model, project and days, behind one line that says how many of them count. */
export function SearchFilters({ choice, onChoose }: SearchFiltersProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const count = [choice.model, choice.project, choice.from, choice.to].filter(Boolean).length;
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
  const models = useSearchModels();
  const { projects } = useProjects();
  // the chosen one stays to be seen when its last answer has gone
  const ids = [...new Set([...models, ...(choice.model ? [choice.model] : [])])].sort();
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
      {projects !== null && projects.length > 0 && (
        <label>
          <span>Project</span>
          <select
            className="input"
            value={choice.project ?? ""}
            onChange={(event) => set({ project: event.target.value })}
          >
            <option value="">Any project</option>
            {projects.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Day label="From" value={choice.from} max={choice.to} onChange={(from) => set({ from })} />
      <Day label="To" value={choice.to} min={choice.from} onChange={(to) => set({ to })} />
    </>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string) => void;
}

function Day({ label, value = "", min, max, onChange }: DayProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="date"
        className="input"
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
