import { answeringModel } from "@/components/message/call-facts";
import { settingFacts } from "@/components/message/setting-facts";
import { cost, count, seconds } from "@/lib/client/figures";
import type { CompletionView } from "@/lib/conversation/message";

/** One line that differs; null = not sent, or not reported. */
export interface FactDiff {
  name: string;
  before: string | null;
  after: string | null;
  isSetting: boolean;
}

type Facts = Map<string, string | null>;

/** What two answers were asked with and what they took, as far as it differs. A person's words were asked with nothing. */
export function diffFacts(before: CompletionView | null, after: CompletionView | null): FactDiff[] {
  return [
    ...differing(settingsOf(before), settingsOf(after), true),
    ...differing(factsOf(before), factsOf(after), false),
  ];
}

function differing(before: Facts, after: Facts, isSetting: boolean): FactDiff[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null, isSetting }))
    .filter((line) => line.before !== line.after);
}

/** As they were sent, under their names on the wire. */
const settingsOf = (completion: CompletionView | null): Facts =>
  new Map(completion ? settingFacts(completion.settings) : []);

function factsOf(completion: CompletionView | null): Facts {
  if (!completion) return new Map();
  const { usage, timings } = completion;
  const whole = (value: number | null | undefined) => (typeof value === "number" ? count(value) : null);
  return new Map([
    ["Model", completion.model],
    ["Answered by", answeringModel(completion)],
    ["Served model", completion.servedModel],
    ["Provider", completion.provider],
    ["Connection", completion.connectionName || null],
    ["Input tokens", whole(usage?.inputTokens)],
    ["Cached tokens", whole(usage?.cachedTokens)],
    ["Output tokens", whole(usage?.outputTokens)],
    ["Reasoning tokens", whole(usage?.reasoningTokens)],
    ["Total time", timings.totalMs === null ? null : seconds(timings.totalMs)],
    ["Cost", completion.cost === null ? null : cost(completion.cost)],
    ["Finish reason", completion.finishReason],
  ]);
}
