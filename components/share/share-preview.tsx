"use client";

import { useEffect, useRef } from "react";

/**
 * The page as readers get it. No script runs in the frame, and none of its links leads anywhere: what folds is folded from here. Without
 * `allow-scripts` the same origin gives what stands in it nothing, and lets us listen.
 */
export function SharePreview({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const element = frame.current;
    const listen = () => {
      const page = element?.contentDocument;
      page?.addEventListener("click", press);
      // Not every browser lets us: there everything stays open, as for readers without scripts.
      page?.addEventListener("verbatim", () => page.documentElement.setAttribute("data-alive", ""), { once: true });
      page?.dispatchEvent(new Event("verbatim"));
    };
    element?.addEventListener("load", listen);
    if (element) element.srcdoc = html;
    return () => element?.removeEventListener("load", listen);
  }, [html]);
  return <iframe ref={frame} className="preview" title="Preview" sandbox="allow-same-origin" />;
}

function press(event: MouseEvent): void {
  event.preventDefault();
  // of the frame's own realm, so no instance of our Element
  const button = (event.target as Element | null)?.closest("[data-act='toggle']");
  if (!button) return;
  const isOpen = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(isOpen));
  button.ownerDocument
    .getElementById(button.getAttribute("aria-controls") ?? "")
    ?.toggleAttribute("data-closed", !isOpen);
  button.closest(".thought")?.classList.toggle("open", isOpen);
}
