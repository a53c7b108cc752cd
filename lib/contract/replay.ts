import { z } from "zod";

export const replayQuery = z.object({ message: z.uuid().transform((id) => id.toLowerCase()) });

/**
 * returned: it went back, and what is stored of both ends still says so. left_out: it stayed here by a rule. altered: what is stored now is
 * not what went back. not_sent: the request itself never went out.
 */
export type ReplayState = "returned" | "left_out" | "altered" | "not_sent";

/** What one request of an answer gave back of the reasoning of one earlier call. */
export interface ReplayEntryView {
  /** the request */
  callId: string;
  step: number;
  attempt: number;
  /** the earlier call whose reasoning it is */
  sourceCallId: string;
  form: "details" | "reasoning" | "reasoning_content" | "none";
  /** how many details went back */
  count: number;
  /** how many there are */
  storedCount: number;
  messageIndex: number | null;
  sha256: string | null;
  rule: string | null;
  /** the rule in words; null when it went back */
  reason: string | null;
  state: ReplayState;
}

/** The newest request of the answer, counted; calls without reasoning have nothing to return and do not count. */
export interface ReplaySummary {
  /** none: there was nothing to return */
  state: "none" | "returned" | "partly" | "left_out" | "altered" | "not_sent";
  returned: number;
  total: number;
  altered: number;
  /** why something stayed here, each reason once */
  reasons: string[];
}

export interface ReplayView {
  entries: ReplayEntryView[];
  summary: ReplaySummary;
}
