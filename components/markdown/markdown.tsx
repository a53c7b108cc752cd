"use client";

import { type ComponentType, lazy, Suspense } from "react";

export interface MarkdownProps {
  text: string;
  /** text may still be added */
  isStreaming: boolean;
}

type Engine = { default: ComponentType<MarkdownProps> };

let engine: Engine | null = null;

async function loadEngine(): Promise<Engine> {
  engine = await import("./markdown-blocks");
  return engine;
}

// The words matter more than their form: when the engine cannot be fetched, the text stays as it is.
const loadOrPlain = () => loadEngine().catch((): Engine => ({ default: PlainText }));

/** One that is there is taken in the same frame; a promise would show the plain text for one. */
// biome-ignore lint/suspicious/noThenProperty: React asks for a thenable, and this one has its value
const atOnce = (value: Engine) => ({ then: (take: (value: Engine) => void) => take(value) }) as PromiseLike<Engine>;

const MarkdownBlocks = lazy(() => (engine ? (atOnce(engine) as Promise<Engine>) : loadOrPlain()));

/** Loads the engine, so that it is there when the first words arrive. Cheap to call again. */
export async function preloadMarkdown(): Promise<void> {
  await loadOrPlain();
}

/**
 * Markdown as a list of blocks, without an element around them: the parent (`.answer`) sets the space between its children. The server
 * draws stored text in full; in the browser the engine comes as a chunk of its own, and until then the text is shown as it is.
 */
export function Markdown({ text, isStreaming }: MarkdownProps) {
  if (text === "") return null;
  return (
    <Suspense fallback={<PlainText text={text} />}>
      <MarkdownBlocks text={text} isStreaming={isStreaming} />
    </Suspense>
  );
}

function PlainText({ text }: Pick<MarkdownProps, "text">) {
  return (
    <p className="source" dir="auto">
      {text}
    </p>
  );
}
