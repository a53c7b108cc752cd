"use client";

import { Check, Wrench } from "lucide-react";
import { moveFocus, Popover } from "@/components/ui/popover";
import { type ToolName, toolLabels, toolNames } from "@/lib/tools/names";

interface ToolsPickerProps {
  /** names of the tools that are on; some may be of another kind than these */
  tools: readonly string[];
  onChange: (tools: string[]) => void;
}

/** Which tools the model may use in this conversation. On a phone the icon alone, and how many are on. */
export function ToolsPicker({ tools, onChange }: ToolsPickerProps) {
  const on = toolNames.filter((name) => tools.includes(name));
  const toggle = (name: ToolName) =>
    onChange(tools.includes(name) ? tools.filter((other) => other !== name) : [...tools, name]);
  const names = on.map((name) => toolLabels[name].toLowerCase()).join(", ");
  return (
    <Popover
      label={`Tools: ${names || "off"}`}
      buttonClass="pick tools"
      width={208}
      button={
        <>
          <Wrench className="i s" aria-hidden />
          <span className="word">Tools</span>
          {on.length > 0 && <b className="num">{on.length}</b>}
        </>
      }
    >
      {() => (
        <>
          <div role="menu" aria-label="Tools" onKeyDown={moveFocus}>
            {toolNames.map((name, index) => (
              <button
                key={name}
                type="button"
                role="menuitemcheckbox"
                className="opt"
                data-item
                data-initial={index === 0 || undefined}
                aria-checked={tools.includes(name)}
                onClick={() => toggle(name)}
              >
                <span className="grow">{toolLabels[name]}</span>
                {tools.includes(name) && <Check className="i s tick" aria-hidden />}
              </button>
            ))}
          </div>
          <p className="none">They run on this server and never ask.</p>
        </>
      )}
    </Popover>
  );
}
