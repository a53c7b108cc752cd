import type { StoredMessage } from "../product-client.ts";
import type { Received } from "../ui-stream.ts";
import { type PlannedQuestion, rate } from "./plan.ts";

/** The promise: all but the last second. One token's distance more, since a token not yet sent cannot be stored. */
export const promisedMs = 1000;
const allowedMs = promisedMs + 1000 / rate;

/** What is known of a question from outside the product. */
export interface Asked extends PlannedQuestion {
  conversationId: string;
  /** of the question */
  id: string;
  text: string;
  /** when the product had answered 200: from then on the question may not be lost */
  acknowledgedAt: number | null;
  /** what a reader had got */
  received: Received | null;
}

export interface CheckedAnswer {
  kind: PlannedQuestion["kind"];
  acknowledged: boolean;
  /** null = the question is not stored */
  status: string | null;
  tokens: number;
  /** between the last stored token and the kill; 0 when the answer was over, null when none had been sent */
  lostMs: number | null;
  faults: string[];
}

/** Numbers and times of writing, in the order in which they stand. */
const stampsIn = (text: string) =>
  [...text.matchAll(/t(\d+)@([\d.]+) /g)].map(([, number, at]) => ({ number: Number(number), at: Number(at) }));

/** Holds what is stored of a question and its answer against what was sent, shown and promised. */
export function checkAnswer(asked: Asked, messages: StoredMessage[], killedAt: number, sentBy: number): CheckedAnswer {
  const question = messages.find(({ id }) => id === asked.id);
  const answer = messages.find(({ parentId }) => parentId === asked.id);
  const acknowledged = asked.acknowledgedAt !== null && asked.acknowledgedAt <= killedAt;
  const words = answer?.parts.filter(({ type }) => type === "reasoning" || type === "text").map(({ text }) => text);
  const stored = stampsIn((words ?? []).join(""));
  const shown = stampsIn(`${asked.received?.reasoning ?? ""}${asked.received?.text ?? ""}`);
  const sawEnd = asked.received?.chunks.some(({ type }) => type === "finish") ?? false;
  const status = answer?.status ?? null;

  const faults: string[] = [];
  if (acknowledged && question?.parts[0]?.text !== asked.text) faults.push("an acknowledged question is lost");
  if (question && !answer) faults.push("a question without an answer");
  if (answer && status !== "interrupted" && status !== "done") faults.push(`status ${status}`);
  if (status === "interrupted" && answer?.completion?.error?.code !== "completion_interrupted")
    faults.push("no sentence");
  if (sawEnd && status !== "done") faults.push(`shown as complete, stored as ${status}`);
  if (stored.some(({ number }, index) => number !== index)) faults.push("a gap in the text, or a word twice");
  if (shown.some(({ number }, index) => number !== index)) faults.push("a gap in what was shown");
  if (stored.some(({ at }, index) => shown[index] !== undefined && shown[index].at !== at))
    faults.push("stored words are not those shown");
  if (status === "done" && stored.length < shown.length) faults.push("complete, and words are missing");
  faults.push(...toolFaults(answer));

  const missing = shown.slice(stored.length).filter(({ at }) => at < killedAt - allowedMs);
  if (missing.length > 0) faults.push(`${missing.length} words shown more than a second before are lost`);
  const last = stored.at(-1)?.at ?? null;
  const lostMs = status === "done" ? 0 : last === null ? null : Math.max(0, killedAt - last);
  // An answer may have been at its end, with nothing more to lose.
  const isOpen = asked.kind !== "ending";
  if (isOpen && lostMs !== null && lostMs > allowedMs) faults.push(`${Math.round(lostMs)} ms lost`);
  if (isOpen && answer && last === null && sentBy < killedAt - promisedMs - 500) faults.push("all text lost");
  return { kind: asked.kind, acknowledged, status, tokens: stored.length, lostMs: isOpen ? lostMs : null, faults };
}

/** A tool that ran has its result, and none ran twice. */
function toolFaults(answer: StoredMessage | undefined): string[] {
  const tools = answer?.parts.filter(({ type }) => type === "tool") ?? [];
  const faults = tools.flatMap(({ arguments: text, state, result }) => {
    const step = /100 \* (\d+)/.exec(String(text))?.[1];
    return state === "done" && result !== String(100 * Number(step)) ? [`tool step ${step} gave ${result}`] : [];
  });
  const run = tools.flatMap(({ state, arguments: text }) => (state === "done" ? [String(text)] : []));
  if (new Set(run).size !== run.length) faults.push("a tool ran twice");
  return faults;
}
