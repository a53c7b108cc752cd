import Typeset from "../math-typeset";

/** {@link ../math-formula | A formula} for pages that are made once: typeset at once. */
export function MathFormula(props: { tex: string; source: string; isDisplay: boolean }) {
  return (
    <span className={props.isDisplay ? "math display" : "math"}>
      <Typeset {...props} />
    </span>
  );
}
