"use client";

import { EffortMark } from "@/components/composer/effort-mark";
import { timeShares } from "@/components/message/time-shares";
import { useNow } from "@/components/ui/use-now";
import { count, cost as dollars, notReported, seconds, tokens } from "@/lib/client/figures";
import type { MessageView } from "@/lib/conversation/message";
import type { Lane } from "./lane";
import { type LaneFacts, laneFacts, least, wholeFacts } from "./lane-facts";
import { useLane } from "./use-lane";

type Row = [name: string, words: (facts: LaneFacts) => string | null];

const rows: Row[] = [
  ["To first token", ({ firstTokenMs }) => (firstTokenMs === null ? null : seconds(firstTokenMs))],
  ["To the end", ({ totalMs }) => (totalMs === null ? null : seconds(totalMs))],
  ["Reasoning", ({ reasoningTokens }) => (reasoningTokens === null ? null : tokens(reasoningTokens))],
  ["Answer", ({ answerTokens }) => (answerTokens === null ? null : tokens(answerTokens))],
  ["Speed", ({ perSecond }) => (perSecond === null ? null : `${perSecond.toFixed(1)} tokens/s`)],
  ["Cost", ({ cost }) => (cost === null ? null : dollars(cost))],
];

interface LaneTableProps {
  lanes: readonly Lane[];
  names: readonly string[];
  /** messages of the lanes that are over */
  ended: readonly (readonly MessageView[])[];
}

/** The figures of all lanes, on one scale of time. They come with the end of each lane. */
export function LaneTable({ lanes, names, ended }: LaneTableProps) {
  const facts = ended.map((messages) => (messages.length > 0 ? laneFacts(messages) : null));
  const longestMs = Math.max(...facts.map((each) => each?.totalMs ?? 0));
  const scale = scaleOf(longestMs);
  const whole = ended.map(wholeFacts);
  const fastest = least(whole.map((each) => each?.totalMs ?? null));
  const cheapest = least(whole.map((each) => (each?.cost ? Number(each.cost) : null)));
  return (
    <table className="lane-table">
      <caption className="sr">Figures of the lanes</caption>
      <thead>
        <tr>
          <td />
          {lanes.map((lane, index) => (
            <th key={names[index]} scope="col">
              <span className="hd">
                <EffortMark effort={lane.choice.effort} />
                {names[index]}
                {index === fastest && <span className="tag">fastest</span>}
                {index === cheapest && <span className="tag">cheapest</span>}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{longestMs > 0 ? `Time, 0 to ${count(scale / 1000)} s` : "Time"}</th>
          {lanes.map((lane, index) => (
            <td key={names[index]}>
              <TimeScale messages={ended[index] ?? []} scaleMs={scale} />
              <Elapsed lane={lane} />
            </td>
          ))}
        </tr>
        {rows.map(([name, words]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {lanes.map((lane, index) => {
              const fact = facts[index];
              const said = fact && words(fact);
              return (
                <td key={names[index]} className={said ? undefined : "na"}>
                  {said ?? (fact ? notReported : <Pending lane={lane} />)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pending({ lane }: { lane: Lane }) {
  const isRunning = useLane(lane, ({ activity }) => activity !== "idle");
  return isRunning ? (
    <>
      <span aria-hidden>…</span>
      <span className="sr">still running</span>
    </>
  ) : (
    notReported
  );
}

/** Of a lane that runs: its seconds so far. */
function Elapsed({ lane }: { lane: Lane }) {
  const startedAt = useLane(lane, ({ live }) => live?.startedAt ?? null);
  return startedAt === null ? null : <Clock startedAt={startedAt} />;
}

function Clock({ startedAt }: { startedAt: number }) {
  const now = useNow(200);
  return <span className="num faint">{now === null ? "" : seconds(Math.max(0, now - startedAt))}</span>;
}

/** Waiting, reasoning, answering: as long as they took, on the scale of all lanes. */
function TimeScale({ messages, scaleMs }: { messages: readonly MessageView[]; scaleMs: number }) {
  const last = messages.findLast(({ completion }) => completion);
  const shares = last?.completion && timeShares(last.completion.timings, last.parts);
  if (!shares) return null;
  const share = (ms: number) => ({ width: `${(ms / scaleMs) * 100}%` });
  return (
    <span className="scale" aria-hidden>
      <i className="t-wait" style={share(shares.waitMs)} />
      {shares.reasoningMs > 0 && <i className="t-think" style={share(shares.reasoningMs)} />}
      {shares.answerMs > 0 && <i className="t-say" style={share(shares.answerMs)} />}
    </span>
  );
}

/** A round number of seconds that all of them fit into, ms. */
function scaleOf(longestMs: number): number {
  const s = Math.max(1, longestMs / 1000);
  const step = 10 ** Math.floor(Math.log10(s));
  const top = [1, 2, 3, 5, 10].map((times) => times * step).find((each) => each >= s) ?? s;
  return top * 1000;
}
