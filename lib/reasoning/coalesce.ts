import type { CallEvent } from "./events";

/** Events that make or lengthen a part; all others have no place among the parts and may be passed over when joining. */
type PartEvent = Extract<CallEvent, { type: "reasoning" | "text" | "refusal" | "tool-call" }>;

/** An event and its milliseconds since the request began. */
export interface TimedEvent {
  atMs: number;
  event: CallEvent;
}

/** Neighbours of one part: where the first one stands in the result, and the words of all. */
interface Run {
  at: number;
  atMs: number;
  first: PartEvent;
  /** joined once, at the end: a text that grew with every event would be copied with every event */
  words: string[];
  /** a tool call's own, from whichever event has them first; hasWords tells "" from absent */
  id: string | undefined;
  name: string | undefined;
  hasWords: boolean;
  /** the last reasoning event, when it came later than the first: it stands apart, at its own place */
  tail: { at: number; atMs: number; text: string } | null;
}

function isPartEvent(event: CallEvent): event is PartEvent {
  switch (event.type) {
    case "reasoning":
    case "text":
    case "refusal":
    case "tool-call":
      return true;
    default:
      return false;
  }
}

function isSamePart(a: PartEvent, b: PartEvent): boolean {
  if (a.type === "tool-call") return b.type === "tool-call" && a.index === b.index;
  if (a.type === "reasoning") return b.type === "reasoning" && a.kind === b.kind && a.field === b.field;
  return a.type === b.type;
}

function begin(at: number, atMs: number, event: PartEvent): Run {
  const run: Run = { at, atMs, first: event, words: [], id: undefined, name: undefined, hasWords: false, tail: null };
  addWords(run, event);
  return run;
}

function addWords(run: Run, event: PartEvent): void {
  const isCall = event.type === "tool-call";
  const words = isCall ? event.arguments : event.text;
  if (isCall) {
    run.id ??= event.id;
    run.name ??= event.name;
  }
  if (words === undefined) return;
  run.hasWords = true;
  run.words.push(words);
}

function joined({ first, words, id, name, hasWords }: Run): PartEvent {
  if (first.type !== "tool-call") return { ...first, text: words.join("") };
  return {
    type: "tool-call",
    index: first.index,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(hasWords && { arguments: words.join("") }),
  };
}

/**
 * Fewer events that fold to the same record, times included: neighbours of one part become one event at the first one's place and time.
 * `details`, usage and the like are kept one by one and do not part neighbours (a host sends reasoning and details in turn, chunk by
 * chunk). Of a run of reasoning the last event stays apart, because its time ends the part's duration.
 */
export function coalesce(events: readonly TimedEvent[]): TimedEvent[] {
  const result: TimedEvent[] = [];
  let run: Run | null = null;

  function close(): void {
    if (!run) return;
    result[run.at] = { atMs: run.atMs, event: joined(run) };
    if (run.tail && run.first.type === "reasoning") {
      result[run.tail.at] = { atMs: run.tail.atMs, event: { ...run.first, text: run.tail.text } };
    }
  }

  for (const timed of events) {
    const { atMs, event } = timed;
    if (!isPartEvent(event)) {
      result.push(timed);
    } else if (!run || !isSamePart(run.first, event)) {
      close();
      run = begin(result.length, atMs, event);
      result.push(timed);
    } else if (event.type !== "reasoning" || (!run.tail && atMs === run.atMs)) {
      addWords(run, event);
    } else if (run.tail) {
      run.words.push(run.tail.text);
      run.tail.text = event.text;
      run.tail.atMs = atMs;
    } else {
      run.tail = { at: result.length, atMs, text: event.text };
      result.push(timed);
    }
  }
  close();
  return result;
}
