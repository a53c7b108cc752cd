"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { advance, allBlocks, type Block, type Blocks, finish, noBlocks } from "./blocks";

/** The share of time that reading and drawing a growing answer may take is one in this many. */
const restPerWork = 4;
const frame = 12; // milliseconds; a little less than a frame of 60 Hz, which is how often new text is handed in

/**
 * The blocks of an answer that may still grow. While it streams, the next text is read after a rest of several times what the last one
 * took to read and draw; at the end the whole text is read once more.
 */
export function useBlocks(text: string, isStreaming: boolean): readonly Block[] {
  const [blocks, setBlocks] = useState<Blocks>(() => (isStreaming ? advance(noBlocks, text) : finish(noBlocks, text)));
  const startedAt = useRef(0);
  const dueAt = useRef(0);

  // Runs first after each drawing: only now is it known what the last step cost.
  useLayoutEffect(() => {
    if (blocks.text === "" || startedAt.current === 0) return;
    const cost = performance.now() - startedAt.current;
    dueAt.current = performance.now() + Math.max(frame - cost, cost * restPerWork);
  }, [blocks]);

  useLayoutEffect(() => {
    const isCurrent = isStreaming ? covers(blocks, text) : blocks.isFinished && blocks.text === text;
    if (isCurrent) return;
    const step = () => {
      startedAt.current = performance.now();
      setBlocks(isStreaming ? advance(blocks, text) : finish(blocks, text));
    };
    const wait = isStreaming ? dueAt.current - performance.now() : 0;
    if (wait <= 0) {
      step();
      return;
    }
    const timer = setTimeout(step, wait);
    return () => clearTimeout(timer);
  }, [blocks, text, isStreaming]);

  // A finished answer has no rest to keep when it is continued.
  useEffect(() => {
    if (!isStreaming) dueAt.current = 0;
  }, [isStreaming]);

  return allBlocks(blocks);
}

/** A single "\r" at the end waits for the next piece and is no reason to read again. */
function covers(blocks: Blocks, text: string): boolean {
  return !blocks.isFinished && (blocks.text === text || `${blocks.text}\r` === text);
}
