"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Segments } from "@/components/ui/segments";
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
  return <Segments label="Theme" options={themes} value={theme} onChoose={choose} />;
}
