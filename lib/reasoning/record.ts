import type { MessagePart, ReasoningKind } from "../conversation/message";
import { createDetailsRecord } from "./details-record";
import type { CallEvent, ReasoningField } from "./events";
import { readExact } from "./exact-json";
import { cleanToolName } from "./harmony";
import { toJson } from "./json";
import { mergeRule } from "./merge";
import { visibleText } from "./visible-text";

export type RecordedPart = MessagePart;

/** Everything one model call said, in the form in which it is stored. JSON stays JSON text: it goes back, or out, as it is here. */
export interface CallRecord {
  /** for people, in order of happening: reasoning, answer, reasoning stay apart */
  parts: RecordedPart[];
  reasoning: {
    field: ReasoningField | null;
    text: string | null;
    /** JSON array, one element per chunk that had the key; null = key never seen */
    fragments: string | null;
    /** JSON of the merged array; null = key never seen, or only with null */
    details: string | null;
    mergeRule: number;
  };
  /** what `content`, `tool_calls` and the rest say when the message goes back */
  wire: {
    content: string | null;
    toolCalls: { id: string | null; name: string; arguments: string }[];
    refusal: string | null;
    /** JSON array */
    annotations: string | null;
  };
  /** one per tool call, in the same order: its index on the wire, and what the tool gave back (null = it was not run) */
  toolRuns: { index: number; result: { ok: boolean; text: string } | null }[];
  served: { generationId: string | null; model: string | null; provider: string | null };
  finishReason: string | null;
  nativeFinishReason: string | null;
  /** JSON as received */
  usage: string | null;
  /** the first one: later ones are its consequences */
  error: { code: string | null; message: string; raw: string } | null;
  /** milliseconds on the clock of `apply`; null = did not happen */
  firstReasoningMs: number | null;
  firstAnswerMs: number | null;
}

export interface CallRecorder {
  /** @param atMs milliseconds since the request began; NaN when not known */
  apply(event: CallEvent, atMs: number): void;
  /** Costs the length of the call: for the end and for now and then, not for every event. */
  record(): CallRecord;
}

interface OpenText {
  type: "text" | "refusal" | "reasoning";
  kind: ReasoningKind;
  pieces: string[];
  firstMs: number;
  lastMs: number;
}
interface OpenCall {
  type: "tool";
  index: number;
  id: string | null;
  name: string;
  pieces: string[];
  result: { ok: boolean; text: string } | null;
}

/** The event has been read from a store or is new: both are folded by the same code, so a recovered record equals the live one. */
export function createCallRecorder(): CallRecorder {
  const open: (OpenText | OpenCall)[] = [];
  const calls = new Map<number, OpenCall>();
  const annotations: unknown[] = [];
  const details = createDetailsRecord();
  const served: CallRecord["served"] = { generationId: null, model: null, provider: null };
  let field: ReasoningField | null = null;
  let finish: { reason: string; native: string | null } | null = null;
  let usage: string | null = null;
  let error: CallRecord["error"] = null;
  let firstReasoningMs: number | null = null;
  let firstAnswerMs: number | null = null;

  function addText(type: OpenText["type"], kind: ReasoningKind, text: string, atMs: number): void {
    const last = open[open.length - 1];
    if (last && last.type === type && (type !== "reasoning" || last.kind === kind)) {
      last.pieces.push(text);
      last.lastMs = atMs;
    } else {
      open.push({ type, kind, pieces: [text], firstMs: atMs, lastMs: atMs });
    }
  }

  function addCall(event: Extract<CallEvent, { type: "tool-call" }>): void {
    let call = calls.get(event.index);
    if (!call) {
      call = { type: "tool", index: event.index, id: null, name: "", pieces: [], result: null };
      calls.set(event.index, call);
      open.push(call);
    }
    call.id ??= event.id ?? null;
    call.name ||= event.name ?? "";
    if (event.arguments) call.pieces.push(event.arguments);
  }

  function apply(event: CallEvent, atMs: number): void {
    const timeMs = Number.isFinite(atMs) ? atMs : null;
    switch (event.type) {
      case "reasoning":
        field ??= event.field;
        // Hidden reasoning arrives as a whole when it is over: its time says nothing about a beginning.
        if (event.kind !== "hidden") firstReasoningMs ??= timeMs;
        addText("reasoning", event.kind, event.text, atMs);
        return;
      case "text":
      case "refusal":
        firstAnswerMs ??= timeMs;
        addText(event.type, "raw", event.text, atMs);
        return;
      case "tool-call":
        addCall(event);
        return;
      case "tool-result": {
        const call = calls.get(event.index);
        if (call) call.result = { ok: event.ok, text: event.result };
        return;
      }
      case "details":
        details.add(event);
        return;
      case "annotations": {
        const items = readExact(event.json);
        if (Array.isArray(items)) for (const item of items) annotations.push(item);
        return;
      }
      case "finish":
        finish = { reason: event.reason, native: event.nativeReason ?? finish?.native ?? null };
        return;
      case "usage":
        usage = event.json;
        return;
      case "served":
        served.generationId ??= event.generationId ?? null;
        served.model ??= event.model ?? null;
        served.provider ??= event.provider ?? null;
        return;
      case "error":
        error ??= { code: event.code, message: event.message, raw: event.raw };
        return;
      default:
        // Saved by a newer version of this program: passed over, not an error.
        event satisfies never;
    }
  }

  function record(): CallRecord {
    return {
      parts: open.map(toPart),
      reasoning: {
        field,
        text: joinedOf(open, "reasoning") || null,
        fragments: details.fragments(),
        details: details.merged(),
        mergeRule,
      },
      wire: {
        content: joinedOf(open, "text"),
        toolCalls: Array.from(calls.values(), toWireCall),
        refusal: joinedOf(open, "refusal"),
        annotations: annotations.length > 0 ? toJson(annotations) : null,
      },
      toolRuns: Array.from(calls.values(), ({ index, result }) => ({ index, result })),
      served: { ...served },
      finishReason: finish?.reason ?? null,
      nativeFinishReason: finish?.native ?? null,
      usage,
      error,
      firstReasoningMs,
      firstAnswerMs,
    };
  }

  return { apply, record };
}

function joinedOf(open: readonly (OpenText | OpenCall)[], type: OpenText["type"]): string | null {
  const parts = open.filter((part) => part.type === type);
  return parts.length > 0 ? parts.map((part) => part.pieces.join("")).join("") : null;
}

/**
 * How long a part was reasoned, in milliseconds; null = not known. One moment is no duration that anybody measured (and NaN fails the
 * comparison too); hidden reasoning arrives as a whole when it is over.
 */
export function reasoningSpan(part: { kind: ReasoningKind | null; firstMs: number; lastMs: number }): number | null {
  const spanMs = part.lastMs - part.firstMs;
  return part.kind !== "hidden" && spanMs > 0 ? spanMs : null;
}

function toPart(part: OpenText | OpenCall): RecordedPart {
  const text = part.pieces.join("");
  switch (part.type) {
    case "reasoning":
      return { type: "reasoning", text: visibleText(text), kind: part.kind, durationMs: reasoningSpan(part) };
    case "tool":
      return {
        type: "tool",
        text: "",
        name: visibleText(cleanToolName(part.name)),
        arguments: visibleText(text),
        state: part.result === null ? "not_run" : part.result.ok ? "done" : "failed",
        result: part.result && visibleText(part.result.text),
      };
    default:
      return { type: part.type, text: visibleText(text) };
  }
}

function toWireCall({ id, name, pieces }: OpenCall): CallRecord["wire"]["toolCalls"][number] {
  const text = pieces.join("");
  // Hosts send "" for a tool without parameters, and refuse it when it comes back.
  return { id, name, arguments: text.trim() === "" ? "{}" : text };
}
