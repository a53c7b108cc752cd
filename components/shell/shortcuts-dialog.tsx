"use client";

import { Dialog } from "@/components/ui/dialog";
import { Shortcuts } from "./shortcuts";

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="Shortcuts" onClose={onClose}>
      <div className="inside">
        <Shortcuts />
      </div>
    </Dialog>
  );
}
