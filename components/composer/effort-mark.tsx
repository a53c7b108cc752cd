import type { EffortChoice } from "./choice";

const filled: Record<EffortChoice, number> = {
  default: 0,
  none: 0,
  minimal: 1,
  low: 1,
  medium: 2,
  high: 3,
  xhigh: 3,
  max: 3,
};

/** Three bars of rising height, filled in pencil; always beside the word. */
export function EffortMark({ effort }: { effort: EffortChoice }) {
  const on = (bar: number) => (bar <= filled[effort] ? "on" : undefined);
  return (
    <svg className="effort" viewBox="0 0 14 14" aria-hidden="true">
      <rect x="1" y="9" width="3" height="4" rx=".75" className={on(1)} />
      <rect x="5.5" y="5.5" width="3" height="7.5" rx=".75" className={on(2)} />
      <rect x="10" y="2" width="3" height="11" rx=".75" className={on(3)} />
    </svg>
  );
}
