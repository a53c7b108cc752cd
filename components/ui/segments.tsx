"use client";

import type { LucideIcon } from "lucide-react";
import type { KeyboardEvent } from "react";

interface SegmentsProps<Value extends string> {
  label: string;
  options: readonly { value: Value; name: string; icon?: LucideIcon }[];
  /** null: nothing is chosen yet */
  value: Value | null;
  onChoose: (value: Value) => void;
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few, all of them in view. */
export function Segments<Value extends string>({ label, options, value, onChoose }: SegmentsProps<Value>) {
  const chosen = options.findIndex((option) => option.value === value);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = (Math.max(chosen, 0) + step + options.length) % options.length;
    const next = options[place];
    if (!next) return;
    onChoose(next.value);
    event.currentTarget.querySelectorAll("button")[place]?.focus();
  };
  return (
    <div className="segm" role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {options.map((option, place) => (
        // biome-ignore lint/a11y/useSemanticElements: joined buttons with the keys of a radio group
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={place === chosen}
          tabIndex={place === Math.max(chosen, 0) ? 0 : -1}
          onClick={() => onChoose(option.value)}
        >
          {option.icon && <option.icon className="i s" aria-hidden />}
          {option.name}
        </button>
      ))}
    </div>
  );
}
