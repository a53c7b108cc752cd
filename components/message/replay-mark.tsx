"use client";

import useSWR from "swr";
import { sentenceOf } from "@/lib/client/api";
import type { ReplayEntryView, ReplaySummary, ReplayView } from "@/lib/contract/replay";

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
  const { summary, entries } = data;
  const { text, reasons } = replayWords(summary, isText(entries) ? "text" : "detail");
  return (
    <>
      <span className={markClass[summary.state]}>{text}</span>
      {reasons !== null && <div className="na">{reasons}</div>}
    </>
  );
}

/** Where reasoning goes back as one text there are no details to count. */
function isText(entries: readonly ReplayEntryView[]): boolean {
  const forms = entries.map(({ form }) => form).filter((form) => form !== "none");
  return forms.length > 0 && forms.every((form) => form !== "details");
}

/** Dots under a statement mean: checked, stands as it was, byte for byte. */
const markClass: Record<ReplaySummary["state"], string> = {
  returned: "stet",
  partly: "",
  altered: "danger",
  left_out: "",
  not_sent: "na",
  none: "na",
};

interface ReplayWords {
  text: string;
  /** a line of its own, where there are several */
  reasons: string | null;
}

/** "3 of 3 reasoning details returned unchanged" */
export function replayWords(summary: ReplaySummary, unit: "detail" | "text"): ReplayWords {
  const { state, returned, total, altered, reasons } = summary;
  const counted = `${returned} of ${total} reasoning ${unit}${total === 1 ? "" : "s"} returned`;
  const why = `left out: ${reasons.join("; ")}`;
  const isShort = reasons.length === 1;
  const behind = reasons.length > 1 ? why : null;
  switch (state) {
    case "returned":
      return { text: `${counted} unchanged`, reasons: null };
    case "partly":
      return { text: isShort ? `${counted}, ${why}` : `${counted}; the others stay here by rule`, reasons: behind };
    case "left_out":
      return { text: isShort ? why : `${counted}; they stay here by rule`, reasons: behind };
    case "altered":
      return {
        text: `altered: ${altered === 1 ? "one entry is" : `${altered} entries are`} not what went back`,
        reasons: null,
      };
    case "not_sent":
      return { text: "the request did not go out", reasons: null };
    case "none":
      return { text: "none to return", reasons: null };
    default:
      return state satisfies never;
  }
}
