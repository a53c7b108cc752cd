"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { type Theme, themeCookie, writeCookie } from "@/lib/client/cookies";

const themes = [
  { value: "system", name: "System", icon: Monitor },
  { value: "light", name: "Light", icon: Sun },
  { value: "dark", name: "Dark", icon: Moon },
] as const;

/** Kept in a cookie, so the server's first byte already has the right colours. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    writeCookie(themeCookie, next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = themes[(themes.findIndex(({ value }) => value === theme) + step + themes.length) % themes.length];
    if (!next) return;
    choose(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div className="segm" role="radiogroup" aria-label="Theme" onKeyDown={onKeyDown}>
      {themes.map(({ value, name, icon: Icon }) => (
        // biome-ignore lint/a11y/useSemanticElements: three joined buttons with the keys of a radio group
        <button
          key={value}
          type="button"
          role="radio"
          data-value={value}
          aria-checked={theme === value}
          tabIndex={theme === value ? 0 : -1}
          onClick={() => choose(value)}
        >
          <Icon className="i s" aria-hidden />
          {name}
        </button>
      ))}
    </div>
  );
}
