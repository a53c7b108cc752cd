"use client";

import useSWR from "swr";
import { sentenceOf } from "@/lib/client/api";
import type { ReplaySummary, ReplayView } from "@/lib/contract/replay";

interface ReplayMarkProps {
  messageId: string;
  load: (messageId: string) => Promise<ReplayView>;
}

/** Whether the reasoning of earlier answers went back with this one, checked by the server when the details are opened. */
export function ReplayMark({ messageId, load }: ReplayMarkProps) {
  const { data, error } = useSWR<ReplayView>(["replay", messageId], () => load(messageId), {
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
  });
  if (error) return <span className="na">{sentenceOf(error)}</span>;
  if (!data) return <span className="na">checking</span>;
  const { summary } = data;
  return <span className={markClass[summary.state]}>{replayWords(summary)}</span>;
}

/** Dots under a statement mean: checked, stands as it was, byte for byte. */
const markClass: Record<ReplaySummary["state"], string> = {
  returned: "stet",
  partly: "warning",
  altered: "danger",
  left_out: "",
  not_sent: "na",
  none: "na",
};

/** "3 of 3 reasoning details returned unchanged" */
export function replayWords({ state, returned, total, altered, reasons }: ReplaySummary): string {
  const details = total === 1 ? "reasoning detail" : "reasoning details";
  const why = reasons.length > 0 ? `left out: ${reasons.join("; ")}` : "";
  switch (state) {
    case "returned":
      return `${returned} of ${total} ${details} returned unchanged`;
    case "partly":
      return [`${returned} of ${total} ${details} returned`, why].filter(Boolean).join(", ");
    case "left_out":
      return why || `0 of ${total} ${details} returned`;
    case "altered":
      return `altered: ${altered === 1 ? "one entry is" : `${altered} entries are`} not what went back`;
    case "not_sent":
      return "the request did not go out";
    case "none":
      return "none to return";
    default:
      return state satisfies never;
  }
}
