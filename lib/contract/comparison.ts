import { z } from "zod";
import type { MessageView } from "@/lib/conversation/message";
import { mostLanes } from "@/lib/conversation/most-lanes";
import type { Settings } from "./settings";

const answerId = z.uuid().transform((id) => id.toLowerCase());

export const comparisonQuery = z.object({
  /** ids with commas between them, in the order in which they are shown */
  answers: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(answerId).min(1).max(mostLanes))
    .refine((ids) => new Set(ids).size === ids.length, "the same answer twice"),
});

export interface LaneView {
  /** as asked for */
  answerId: string;
  /** the answer, and what went on from it by Continue; empty when no such answer stands beside the others */
  messages: MessageView[];
}

/** Answers to one question, side by side. */
export interface ComparisonView {
  /** of the conversation */
  id: string;
  title: string;
  settings: Settings;
  question: MessageView;
  lanes: LaneView[];
}
