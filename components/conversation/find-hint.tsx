import { Info } from "lucide-react";
import { useEffect, useState } from "react";
import { hasCommandKey } from "@/lib/client/keyboard";

const shownMs = 8000;

/** The browser's own search sees what is drawn: in a long conversation that is a part of it, and people are told when they ask. */
export function FindHint() {
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== "KeyF" || event.shiftKey || event.altKey || !hasCommandKey(event)) return;
      setIsShown(true);
      clearTimeout(timer);
      timer = setTimeout(() => setIsShown(false), shownMs);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className="find-hint" role="status">
      {isShown && (
        <p className="remark">
          <Info className="i s" aria-hidden />
          <span>
            The browser finds only the messages near this one. <kbd>Ctrl</kbd> <kbd>K</kbd> searches all of them.
          </span>
        </p>
      )}
    </div>
  );
}
