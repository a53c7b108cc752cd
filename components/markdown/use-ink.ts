"use client";

import { useEffect, useRef, useState } from "react";
import { codeLanguage } from "./code-info";
import type { InkRun } from "./ink";
import { type Inked, inkNext, nothingInked, runsOf } from "./ink-steps";

const longest = 200_000; // characters; longer code stays in one ink
const pauseWhileOpen = 500; // milliseconds

/**
 * Colours code in steps. While it grows, seldom: what came since is plain until then. As soon as it is complete, without waiting; code
 * that was stored waits until the browser has nothing better to do.
 */
export function useInk({ code, info, isOpen }: { code: string; info: string; isOpen: boolean }): readonly InkRun[] {
  const [inked, setInked] = useState<Inked>(nothingInked);
  const language = codeLanguage(info);
  const wasOpen = useRef(false);
  const dueAt = useRef(0);

  useEffect(() => {
    const isDone = inked.code === code && (isOpen || inked.settledTo === code.length);
    if (isDone || language === "" || code === "" || code.length > longest) return;
    let isCurrent = true;

    async function step() {
      const highlight = await loadHighlighter();
      if (!isCurrent) return;
      dueAt.current = performance.now() + pauseWhileOpen;
      setInked(inkNext(inked, { code, isOpen }, (part) => highlight(part, language)));
    }

    if (isOpen && !wasOpen.current) {
      // Fetched while the first lines arrive; used when there is something to colour.
      wasOpen.current = true;
      dueAt.current = performance.now() + pauseWhileOpen;
      void loadHighlighter();
    }
    const cancel =
      isOpen || wasOpen.current ? later(step, isOpen ? dueAt.current - performance.now() : 0) : whenIdle(step);
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [code, language, isOpen, inked]);

  return runsOf(inked, code);
}

type HighlightIn = (code: string, language: string) => InkRun[] | null;

function loadHighlighter(): Promise<HighlightIn> {
  return import("./highlight").then(
    (module) => module.highlight,
    () => () => null, // without the engine code is readable all the same
  );
}

function later(run: () => Promise<void>, wait: number): () => void {
  const timer = setTimeout(run, Math.max(0, wait));
  return () => clearTimeout(timer);
}

function whenIdle(run: () => Promise<void>): () => void {
  if (!("requestIdleCallback" in window)) return later(run, 200);
  const handle = window.requestIdleCallback(() => void run(), { timeout: 2_000 });
  return () => window.cancelIdleCallback(handle);
}
