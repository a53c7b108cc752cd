"use client";

import { lazy, Suspense } from "react";

interface MathFormulaProps {
  tex: string;
  /** the formula as written, with its delimiters */
  source: string;
  isDisplay: boolean;
}

const Typeset = lazy(
  () => import("./math-typeset").catch(() => ({ default: MathSource })), // without the engine the source is still readable
);

/** A formula, typeset as MathML. Until the engine is there, and for what it cannot read, the source. */
export function MathFormula(props: MathFormulaProps) {
  return (
    <span className={props.isDisplay ? "math display" : "math"}>
      <Suspense fallback={<MathSource {...props} />}>
        <Typeset {...props} />
      </Suspense>
    </span>
  );
}

function MathSource({ source }: MathFormulaProps) {
  return <code className="math-source">{source}</code>;
}
