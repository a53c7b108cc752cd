import type { Turn } from "@/lib/conversation/turn-tree";

export const rowHeight = 48;

interface BranchLinesProps {
  /** those that are drawn; a line is drawn from each to the one above it, wherever that is */
  turns: readonly Turn[];
  /** those below, whose lines pass through on the way from one that is above */
  passing: readonly Turn[];
  rowOf: ReadonlyMap<string, Turn>;
  laneWidth: number;
  top: number;
  height: number;
}

/** The drawing itself: a line from each turn to the one it follows, a mark for how it ended. */
export function BranchLines({ turns, passing, rowOf, laneWidth, top, height }: BranchLinesProps) {
  const x = ({ lane }: Turn) => 16 + lane * laneWidth;
  const y = ({ row }: Turn) => row * rowHeight + rowHeight / 2 - top;
  const width = 32 + laneWidth * Math.max(0, ...turns.map(({ lane }) => lane));
  return (
    <svg className="lines" style={{ top }} width={width} height={height} aria-hidden="true">
      {/* the branch that is read lies above the others */}
      {[...turns, ...passing]
        .sort((a, b) => Number(a.isActive) - Number(b.isActive))
        .map((turn) => {
          const parent = turn.parentId === null ? undefined : rowOf.get(turn.parentId);
          if (!parent) return null;
          const [px, py, cx, cy] = [x(parent), y(parent), x(turn), y(turn)];
          const bend = Math.min(10, Math.abs(cx - px));
          const way = px === cx ? `V${cy}` : `V${cy - bend}Q${px} ${cy} ${px + bend} ${cy}H${cx}`;
          return <path key={turn.id} className={turn.isActive ? "active" : undefined} d={`M${px} ${py}${way}`} />;
        })}
      {turns.map((turn) => (
        <Mark key={turn.id} turn={turn} x={x(turn)} y={y(turn)} />
      ))}
    </svg>
  );
}

/** Done is a disc, stopped a square, failed a cross, interrupted a diamond, running a ring, unanswered a small ring. */
function Mark({ turn: { status, isActive }, x, y }: { turn: Turn; x: number; y: number }) {
  const className = `mark ${status ?? "open"}${isActive ? " active" : ""}`;
  switch (status) {
    case "stopped":
      return <rect className={className} x={x - 5} y={y - 5} width={10} height={10} rx={1.5} />;
    case "interrupted":
      return <path className={className} d={`M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}Z`} />;
    case "failed":
      return (
        <g className={className}>
          <circle cx={x} cy={y} r={7} />
          <path d={`M${x - 3} ${y - 3}L${x + 3} ${y + 3}M${x + 3} ${y - 3}L${x - 3} ${y + 3}`} />
        </g>
      );
    case "done":
      return <circle className={className} cx={x} cy={y} r={5.5} />;
    default:
      return <circle className={className} cx={x} cy={y} r={status === null ? 4 : 6} />;
  }
}
