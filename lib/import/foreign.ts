import { z } from "zod";
import type { ReasoningKind } from "../conversation/message";
import { isObject, type JsonObject } from "../reasoning/json";

/** What a parser makes of one conversation of another format. Times are epoch milliseconds; null = the file does not say. */
export interface ForeignConversation {
  /** the id it has in the file, or "" */
  id: string;
  title: string;
  createdAt: number | null;
  updatedAt: number | null;
  model: string | null;
  messages: ForeignMessage[];
  /** the message that was open last */
  currentId: string | null;
  losses: Loss[];
}

/** `aside`: by neither of the two, such as instructions and results of tools; it becomes part of the answer it stands beside. */
export type ForeignRole = "user" | "assistant" | "aside";

export interface ForeignMessage {
  id: string;
  parentId: string | null;
  role: ForeignRole;
  /** nothing in it and nothing of it is shown: what stands under it moves up */
  parts: ForeignPart[];
  createdAt: number | null;
  model: string | null;
  status: "done" | "stopped" | "failed" | "interrupted";
}

export type ForeignPart =
  | { type: "text"; text: string }
  | { type: "notice"; text: string }
  | { type: "reasoning"; text: string; kind: ReasoningKind; durationMs: number | null }
  | { type: "tool"; name: string; arguments: string; result: string | null }
  /** belongs to the tool part before it that has none yet */
  | { type: "tool-result"; name: string; text: string }
  /** how long the reasoning before it took */
  | { type: "reasoning-end"; durationMs: number | null };

/** One thing of a file that is not in the conversation. */
export interface Loss {
  /** id of the message in the file; null = the whole conversation */
  message: string | null;
  reason: string;
}

/** The conversation cannot be read at all; the others can. The message is for people. */
export class UnreadableConversation extends Error {}
export const noMessage = "It holds no message.";

/** Messages by id. Handed on as it is: a record of zod leaves out a key such as `__proto__`. */
export const tableSchema = z.custom<JsonObject>(isObject, "has to be an object");

/** Seconds or milliseconds since 1970, or an ISO date; null for anything else. */
export function timeOf(value: unknown): number | null {
  const ms =
    typeof value === "number"
      ? value > 1e11
        ? value
        : value * 1000
      : typeof value === "string"
        ? Date.parse(value)
        : NaN;
  // PostgreSQL and Date both know these years.
  return Number.isFinite(ms) && ms >= 0 && ms < 253_402_300_799_000 ? Math.round(ms) : null;
}

/** An id as files have it: text, in some a number; null for anything else. */
export function idOf(value: unknown): string | null {
  if (typeof value === "string" && value !== "") return value.slice(0, 200);
  return typeof value === "number" ? String(value) : null;
}

export const wordOf = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 200) : null;

const losses = 1000;
/** Adds a loss, and says only that there are more when a file has very many. */
export function addLoss(list: Loss[], message: string | null, reason: string): void {
  if (list.length < losses) list.push({ message, reason });
  else if (list.length === losses) list.push({ message: null, reason: "There are more, not listed here." });
}
