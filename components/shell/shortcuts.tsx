"use client";

import { useModKey } from "./use-mod-key";

const shortcuts: { what: string; keys: string[] }[] = [
  { what: "Commands and conversations", keys: ["Mod", "K"] },
  { what: "New conversation", keys: ["Mod", "Shift", "O"] },
  { what: "Show or hide the sidebar", keys: ["Mod", "Shift", "S"] },
  { what: "Go to the prompt", keys: ["/"] },
  { what: "Send", keys: ["Enter"] },
  { what: "New line", keys: ["Shift", "Enter"] },
  { what: "Effort of this message: low, medium, high", keys: ["Alt", "1 2 3"] },
  { what: "Stop the answer, then leave the prompt", keys: ["Esc"] },
  { what: "Previous or next version of the focused message", keys: ["Alt", "← →"] },
  { what: "All branches of the conversation", keys: ["B"] },
  { what: "Edit the last question, from the empty prompt", keys: ["↑"] },
  { what: "Select conversations in the sidebar", keys: ["Space"] },
  { what: "Select up to here, by key or click", keys: ["Shift", "↑ ↓"] },
  { what: "Copy the last answer", keys: ["Mod", "Shift", "C"] },
  { what: "These shortcuts", keys: ["?"] },
];

export function Shortcuts() {
  const mod = useModKey();
  return (
    <dl className="keys">
      {shortcuts.map(({ what, keys }) => (
        <div key={what} style={{ display: "contents" }}>
          <dt>{what}</dt>
          <dd>
            {keys.map((key) => (
              <kbd key={key} className="key">
                {key === "Mod" ? mod : key}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
