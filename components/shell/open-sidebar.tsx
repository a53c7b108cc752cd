"use client";

import { PanelLeft } from "lucide-react";
import { useShell } from "./shell-context";

export function OpenSidebar() {
  const { showSidebar } = useShell();
  return (
    <button type="button" className="icon open-sidebar" aria-label="Open sidebar" onClick={showSidebar}>
      <PanelLeft className="i" aria-hidden />
    </button>
  );
}
