import katex from "katex";
import { createElement, Fragment, type ReactNode } from "react";
import { type MathNode, readMathMarkup } from "./math-markup";

const slowest = 200; // milliseconds; a formula that needs longer is shown as its source
const longest = 4_000; // characters
const remembered = 500; // formulas

const cache = new Map<string, readonly MathNode[] | null>();

/** TeX → MathML elements; null when it is invalid, too long or too slow. */
export function typeset(tex: string, isDisplay: boolean): readonly MathNode[] | null {
  const key = `${isDisplay ? "d" : "i"}${tex}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const nodes = typesetAfresh(tex, isDisplay);
  if (cache.size >= remembered) cache.clear();
  cache.set(key, nodes);
  return nodes;
}

function typesetAfresh(tex: string, isDisplay: boolean): readonly MathNode[] | null {
  if (tex.length > longest) return null;
  const startedAt = performance.now();
  try {
    const markup = katex.renderToString(tex, {
      displayMode: isDisplay,
      output: "mathml",
      throwOnError: true,
      strict: "ignore",
      trust: false,
      maxExpand: 500,
      maxSize: 20,
    });
    return performance.now() - startedAt > slowest ? null : readMathMarkup(markup);
  } catch {
    return null; // what TeX cannot read is shown as it was written
  }
}

export default function Typeset({ tex, source, isDisplay }: { tex: string; source: string; isDisplay: boolean }) {
  const nodes = typeset(tex, isDisplay);
  return nodes ? elements(nodes) : <code className="math-source">{source}</code>;
}

function elements(nodes: readonly MathNode[]): ReactNode {
  return nodes.map((node, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a formula never changes; another one is another element
    <Fragment key={place}>
      {typeof node === "string" ? node : createElement(node.name, node.attributes, elements(node.children))}
    </Fragment>
  ));
}
