import type { CallEvent } from "./events";

/** Events that make or lengthen a part; all others have no place among the parts and may be passed over when joining. */
type PartEvent = Extract<CallEvent, { type: "reasoning" | "text" | "refusal" | "tool-call" }>;

/** An event and its milliseconds since the request began. */
export interface TimedEvent {
  atMs: number;
  event: CallEvent;
}

/** The part being lengthened: where its joined event stands in the result, and the last event of a reasoning part. */
interface Run {
  at: number;
  head: { atMs: number; event: PartEvent };
  tailAt: number | null;
  tail: { atMs: number; event: PartEvent } | null;
}

function isPartEvent(event: CallEvent): event is PartEvent {
  return ["reasoning", "text", "refusal", "tool-call"].includes(event.type);
}

/** Both events as one, or null when they belong to different parts. */
function joined(a: PartEvent, b: PartEvent): PartEvent | null {
  if (a.type === "tool-call") {
    if (b.type !== "tool-call" || a.index !== b.index) return null;
    const id = a.id ?? b.id;
    const name = a.name ?? b.name;
    const args =
      a.arguments === undefined && b.arguments === undefined ? undefined : (a.arguments ?? "") + (b.arguments ?? "");
    return {
      type: "tool-call",
      index: a.index,
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      ...(args !== undefined && { arguments: args }),
    };
  }
  if (a.type === "reasoning") {
    const isSame = b.type === "reasoning" && a.kind === b.kind && a.field === b.field;
    return isSame ? { ...a, text: a.text + b.text } : null;
  }
  return b.type === a.type ? { ...a, text: a.text + b.text } : null;
}

/**
 * Fewer events that fold to the same record, times included: neighbours of one part become one event at the first one's place and time.
 * `details`, usage and the like are kept one by one and do not part neighbours (a host sends reasoning and details in turn, chunk by
 * chunk). Of a run of reasoning the last event stays apart, because its time ends the part's duration.
 */
export function coalesce(events: readonly TimedEvent[]): TimedEvent[] {
  const result: TimedEvent[] = [];
  let run: Run | null = null;
  for (const { atMs, event } of events) {
    if (!isPartEvent(event)) {
      result.push({ atMs, event });
      continue;
    }
    const longer: Run | null = run && lengthened(run, atMs, event, result.length);
    run = longer ?? { at: result.length, head: { atMs, event }, tailAt: null, tail: null };
    result[run.at] = run.head;
    if (run.tailAt !== null && run.tail) result[run.tailAt] = run.tail;
  }
  return result;
}

function lengthened(run: Run, atMs: number, event: PartEvent, end: number): Run | null {
  const { head, tail } = run;
  const both = joined(tail ? tail.event : head.event, event);
  if (!both) return null;
  if (event.type !== "reasoning" || (!tail && atMs === head.atMs))
    return { ...run, head: { atMs: head.atMs, event: both } };
  const all = tail && joined(head.event, tail.event);
  return {
    at: run.at,
    head: all ? { atMs: head.atMs, event: all } : head,
    tailAt: run.tailAt ?? end,
    tail: { atMs, event },
  };
}
