import type { ReasoningKind } from "../conversation/message";

/**
 * What a provider's stream said, one event per fact. Events are plain JSON: while a completion streams they are saved as they come,
 * and after a crash the same fold (record.ts) turns the saved ones into the same parts and records.
 */
export type CallEvent =
  /** Text to show as reasoning, from the one wire field this stream is locked on. `hidden` has an empty text and comes once. */
  | { type: "reasoning"; text: string; kind: ReasoningKind; field: ReasoningField }
  | { type: "text"; text: string }
  | { type: "refusal"; text: string }
  /** A piece of a tool call; `arguments` is appended. `id` is the wire's own, absent when the wire had none. */
  | { type: "tool-call"; index: number; id?: string; name?: string; arguments?: string }
  /** What a tool gave back for the call of this index; said by us, not by the provider. */
  | { type: "tool-result"; index: number; ok: boolean; result: string }
  /** The value of `reasoning_details` in one chunk that had the key, as JSON text; "[]" and "null" included. */
  | { type: "details"; json: string }
  /** Annotations in order of arrival, as JSON text of an array. */
  | { type: "annotations"; json: string }
  | { type: "finish"; reason: string; nativeReason?: string }
  /** Usage as received, as JSON text. The last one wins. */
  | { type: "usage"; json: string }
  | { type: "served"; generationId?: string; model?: string; provider?: string }
  /** An error object inside the stream. `raw` is cut to 2,000 characters and stays on the server. */
  | { type: "error"; code: string | null; message: string; raw: string };

/** The wire field that carried reasoning. */
export type ReasoningField = "reasoning" | "reasoning_content" | "reasoning_details" | "content" | "think";
