import { cost, count, notReported, seconds } from "@/lib/client/figures";
import type { CompletionView, SettingsView, UsageView } from "@/lib/conversation/message";
import { firstTokenMs, tokensPerSecond } from "./answer-speed";
import { Attempts } from "./attempts";
import { answeringModel, hasAttempts, notSent, sentAgain } from "./call-facts";
import type { MessageActions } from "./message";
import { ReplayMark } from "./replay-mark";
import { settingFacts } from "./setting-facts";

interface AnswerDetailsProps {
  messageId: string;
  completion: CompletionView;
  actions: MessageActions;
}

type Fact = [name: string, value: string | null];

/** All that is known about one answer. What was not reported says so. */
export function AnswerDetails({ messageId, completion, actions }: AnswerDetailsProps) {
  const { usage, timings, settings, calls } = completion;
  const first = firstTokenMs(timings);
  const leftOut = notSent(calls);
  const again = sentAgain(calls);
  const answering = answeringModel(completion);
  const facts: Fact[] = [
    ["Model", completion.model],
    ...(answering === completion.model ? [] : [["Answered by", answering] satisfies Fact]),
    ["Served model", completion.servedModel],
    ["Provider", completion.provider],
    ["Connection", completion.connectionName || null],
    ["Reasoning effort", settings.reasoning?.effort ?? "default"],
    ["Input tokens", input(usage)],
    ["Output tokens", whole(usage?.outputTokens)],
    ["Reasoning tokens", whole(usage?.reasoningTokens)],
    ["Time to first token", first === null ? null : seconds(first)],
    ["Tokens per second", tokensPerSecond(usage?.outputTokens, timings.totalMs, first)?.toFixed(1) ?? null],
    ["Total time", timings.totalMs === null ? null : seconds(timings.totalMs)],
    ["Cost", completion.cost === null ? null : cost(completion.cost)],
    ["Finish reason", completion.finishReason],
  ];
  const corrections: Fact[] = [
    // Rare, and nothing to miss when they are not there.
    ...(leftOut.length > 0 ? [["Asked for, not sent", leftOut.join(", ")] satisfies Fact] : []),
    ...(again ? [["Sent again", again] satisfies Fact] : []),
  ];

  return (
    <dl className="facts-list">
      {facts.map(toRow)}
      <dt>Settings sent</dt>
      <dd>
        <SettingsSent settings={settings} />
      </dd>
      {corrections.map(toRow)}
      {hasAttempts(calls) && (
        <>
          <dt>Attempts</dt>
          <dd>
            <Attempts calls={calls} connectionName={completion.connectionName} />
          </dd>
        </>
      )}
      <dt>Earlier reasoning</dt>
      <dd>
        <ReplayMark messageId={messageId} load={actions.loadReplay} />
      </dd>
    </dl>
  );
}

function toRow([name, value]: Fact) {
  return (
    <div key={name} style={{ display: "contents" }}>
      <dt>{name}</dt>
      <dd className={value === null ? "na" : undefined}>{value ?? notReported}</dd>
    </div>
  );
}

function SettingsSent({ settings }: { settings: SettingsView }) {
  const facts = settingFacts(settings);
  if (facts.length === 0) return "none";
  return <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-[16px]">{facts.map(toRow)}</dl>;
}

function whole(value: number | null | undefined): string | null {
  return typeof value === "number" ? count(value) : null;
}

function input(usage: UsageView | null): string | null {
  const text = whole(usage?.inputTokens);
  return text && usage?.cachedTokens ? `${text}, ${count(usage.cachedTokens)} of them cached` : text;
}
