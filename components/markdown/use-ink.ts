"use client";

import { useEffect, useRef, useState } from "react";
import { codeLanguage } from "./code-info";
import type { InkRun } from "./ink";

const longest = 60_000; // characters; longer code stays in one ink
const longestWhileOpen = 4_000;
const pauseWhileOpen = 500; // milliseconds

interface Inked {
  code: string;
  info: string;
  runs: readonly InkRun[];
}

/**
 * Colours code. While it grows, seldom and only if it is short: what came since is plain until then. As soon as it is complete, at once;
 * code that was stored waits until the browser has nothing better to do.
 */
export function useInk({ code, info, isOpen }: { code: string; info: string; isOpen: boolean }): readonly InkRun[] {
  const [inked, setInked] = useState<Inked | null>(null);
  const wasOpen = useRef(isOpen);
  const inkedAt = useRef(0);

  useEffect(() => {
    const language = codeLanguage(info);
    const isDone = inked?.code === code && inked.info === info;
    if (isDone || language === "" || code.length > (isOpen ? longestWhileOpen : longest)) return;
    let isCurrent = true;

    async function apply() {
      const highlight = await loadHighlighter();
      if (!isCurrent) return;
      inkedAt.current = performance.now();
      setInked({ code, info, runs: highlight(code, language) ?? plain(code) });
    }

    const cancel = isOpen
      ? later(apply, inkedAt.current + pauseWhileOpen - performance.now())
      : wasOpen.current
        ? now(apply)
        : whenIdle(apply);
    if (isOpen) wasOpen.current = true;
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [code, info, isOpen, inked]);

  if (!inked || inked.info !== info || !code.startsWith(inked.code)) return plain(code);
  const rest = code.slice(inked.code.length);
  return rest === "" ? inked.runs : [...inked.runs, { start: inked.code.length, text: rest, ink: null }];
}

type Highlight = (code: string, language: string) => InkRun[] | null;

function loadHighlighter(): Promise<Highlight> {
  return import("./highlight").then(
    (module) => module.highlight,
    () => () => null, // without the engine code is readable all the same
  );
}

function plain(code: string): InkRun[] {
  return [{ start: 0, text: code, ink: null }];
}

function now(run: () => Promise<void>): () => void {
  void run();
  return () => {};
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
