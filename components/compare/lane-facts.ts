import { firstTokenMs, tokensPerSecond } from "@/components/message/answer-speed";
import type { MessageView } from "@/lib/conversation/message";

/** What one lane took; null = not reported. */
export interface LaneFacts {
  firstTokenMs: number | null;
  totalMs: number | null;
  reasoningTokens: number | null;
  /** without those of the reasoning */
  answerTokens: number | null;
  perSecond: number | null;
  /** US dollars, as a decimal string */
  cost: string | null;
}

/** Of the answer and all that went on from it: one figure that is missing is missing in the sum. */
export function laneFacts(messages: readonly MessageView[]): LaneFacts {
  const answers = messages.filter(({ role }) => role === "assistant");
  const completions = answers.flatMap(({ completion }) => completion ?? []);
  const isWhole = completions.length === answers.length && answers.length > 0;
  const sum = (of: (completion: (typeof completions)[number]) => number | null | undefined): number | null => {
    const figures = completions.map(of).filter((figure) => typeof figure === "number");
    return isWhole && figures.length === completions.length ? figures.reduce((all, figure) => all + figure, 0) : null;
  };
  const hasReasoned = answers.some(({ parts }) => parts.some(({ type }) => type === "reasoning"));
  const outputTokens = sum(({ usage }) => usage?.outputTokens);
  const reasoningTokens = sum(({ usage }) => usage?.reasoningTokens);
  const totalMs = sum(({ timings }) => timings.totalMs);
  const waitedMs = sum(({ timings }) => firstTokenMs(timings));
  const cost = sum((completion) => (completion.cost === null ? null : Number(completion.cost)));
  return {
    firstTokenMs: completions[0] ? firstTokenMs(completions[0].timings) : null,
    totalMs,
    reasoningTokens,
    answerTokens:
      outputTokens === null || (reasoningTokens === null && hasReasoned) ? null : outputTokens - (reasoningTokens ?? 0),
    perSecond: tokensPerSecond(outputTokens, totalMs, waitedMs),
    // one answer's as it was reported; the last digits of a sum are the computer's
    cost:
      cost === null
        ? null
        : completions.length === 1
          ? (completions[0]?.cost ?? null)
          : String(Number(cost.toFixed(8))),
  };
}

/** For comparing: null for one that runs, was stopped or failed, which has won nothing. */
export const wholeFacts = (messages: readonly MessageView[]): LaneFacts | null =>
  messages.at(-1)?.status === "done" ? laneFacts(messages) : null;

/** Which of the lanes needed least, where all say how much; null where some do not, or where several needed the same. */
export function least(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  if (known.length < figures.length || known.length < 2) return null;
  const smallest = Math.min(...known);
  return known.filter((figure) => figure === smallest).length === 1 ? known.indexOf(smallest) : null;
}
