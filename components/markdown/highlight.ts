import { common, createLowlight } from "lowlight";
import type { Ink, InkRun } from "./ink";

const lowlight = createLowlight(common);
type Node = ReturnType<typeof lowlight.highlight>["children"][number];

const inks: Readonly<Record<string, Ink>> = {
  "hljs-keyword": "k",
  "hljs-section": "k",
  "hljs-selector-tag": "k",
  "hljs-name": "k",
  "hljs-doctag": "k",
  "hljs-type": "k",
  "hljs-number": "v",
  "hljs-literal": "v",
  "hljs-symbol": "v",
  "hljs-attr": "v",
  "hljs-attribute": "v",
  "hljs-variable": "v",
  "hljs-template-variable": "v",
  "hljs-selector-class": "v",
  "hljs-selector-id": "v",
  "hljs-selector-attr": "v",
  "hljs-selector-pseudo": "v",
  "hljs-meta": "v",
  "hljs-bullet": "v",
  "hljs-deletion": "v",
  "hljs-string": "s",
  "hljs-regexp": "s",
  "hljs-char": "s",
  "hljs-link": "s",
  "hljs-addition": "s",
  "hljs-comment": "c",
  "hljs-quote": "c",
};

/** Code in inks, or null when the language is not known. */
export function highlight(code: string, language: string): InkRun[] | null {
  if (!lowlight.registered(language)) return null;
  const runs: InkRun[] = [];
  collect(lowlight.highlight(language, code).children, null, runs);
  return runs;
}

function collect(nodes: readonly Node[], ink: Ink | null, runs: InkRun[]): void {
  for (const node of nodes) {
    if (node.type === "text") append(runs, node.value, ink);
    else if (node.type === "element") collect(node.children, inkOf(node.properties.className) ?? ink, runs);
  }
}

function inkOf(className: unknown): Ink | null {
  const first: unknown = Array.isArray(className) ? className[0] : null;
  return typeof first === "string" ? (inks[first] ?? null) : null;
}

/** Neighbours in the same ink become one run: fewer elements to draw. */
function append(runs: InkRun[], text: string, ink: Ink | null): void {
  const last = runs.at(-1);
  if (last?.ink === ink) last.text += text;
  else runs.push({ start: last ? last.start + last.text.length : 0, text, ink });
}
