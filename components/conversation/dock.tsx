import { ArrowDown, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { focusPrompt } from "@/components/composer/focus-prompt";

interface DockProps {
  /** absent: the end is in view */
  onLatest?: (() => void) | undefined;
  /** a sentence about the last action that failed */
  problem: string | null;
  isIdle: boolean;
  /** the composer */
  children: ReactNode;
}

/** What stays at the foot of a conversation. */
export function Dock({ onLatest, problem, isIdle, children }: DockProps) {
  return (
    <div className="dock">
      <div className="dock-inner">
        {onLatest && (
          <button
            type="button"
            className="btn jump"
            onClick={(event) => {
              onLatest();
              // by the keyboard: the button goes, the focus should not go with it
              if (event.detail === 0) focusPrompt();
            }}
          >
            <ArrowDown className="i s" aria-hidden />
            Jump to latest
          </button>
        )}
        {problem && (
          <p className="remark" role="alert">
            <CircleAlert className="i s" aria-hidden />
            <span>{problem}</span>
          </p>
        )}
        {children}
        <p className="hint">
          {isIdle ? (
            <span>
              <kbd>Alt</kbd> <kbd>1 2 3</kbd> effort of this message
            </span>
          ) : (
            <span>
              <kbd>Esc</kbd> stops. The run goes on if you close this tab.
            </span>
          )}
        </p>
      </div>
    </div>
  );
}
