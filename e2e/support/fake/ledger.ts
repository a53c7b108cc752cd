import type { Json } from "./answer.ts";
import { isJson, textOf } from "./scenario.ts";

/** What the fake sent in one complete streamed answer, as a correct client must have stored it. */
export interface SentAnswer {
  content: string;
  reasoning: string;
  /** merged; undefined when no chunk had the key */
  details: unknown;
  toolCalls: Json[];
  finish: string | null;
  /** the messages of the request it answered */
  messages: Json[];
}

/** Everything sent so far, oldest first. */
export type Ledger = SentAnswer[];

/** Reads an event stream the way a client must: chunks in order, details merged by (type, index). */
export function readSent(stream: string, messages: Json[]): SentAnswer {
  const sent: SentAnswer = { content: "", reasoning: "", details: undefined, toolCalls: [], finish: null, messages };
  for (const event of stream.replace(/^\uFEFF/, "").split(/\r\n\r\n|\n\n|\r\r/)) {
    const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith("data:"));
    const payload = lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
    if (payload === "" || payload === "[DONE]") continue;
    const choice = firstChoice(payload);
    if (!choice) continue;
    if (typeof choice.finish_reason === "string") sent.finish = choice.finish_reason;
    const { delta } = choice;
    if (!isJson(delta)) continue;
    sent.content += textOf(delta.content);
    sent.reasoning += textOf(delta.reasoning ?? delta.reasoning_content);
    if ("reasoning_details" in delta) sent.details = mergeDetails(sent.details, delta.reasoning_details);
    if (Array.isArray(delta.tool_calls)) mergeToolCalls(sent.toolCalls, delta.tool_calls.filter(isJson));
  }
  return sent;
}

function firstChoice(payload: string): Json | null {
  try {
    const chunk: unknown = JSON.parse(payload);
    const choice: unknown = isJson(chunk) && Array.isArray(chunk.choices) ? chunk.choices[0] : null;
    return isJson(choice) ? choice : null;
  } catch {
    return null; // some scenarios send broken lines on purpose
  }
}

function mergeDetails(merged: unknown, fragments: unknown): unknown {
  if (!Array.isArray(fragments)) return merged;
  const entries: Json[] = Array.isArray(merged) ? merged.filter(isJson) : [];
  for (const fragment of fragments.filter(isJson)) {
    const entry = entries.find(({ type, index }) => type === fragment.type && index === fragment.index);
    if (!entry) {
      entries.push({ ...fragment });
      continue;
    }
    for (const [key, value] of Object.entries(fragment)) {
      const old = entry[key];
      if (key === "text" || key === "summary" || key === "data") entry[key] = `${old ?? ""}${value ?? ""}`;
      else if (key === "signature" ? value : old === undefined || old === null || old === "") entry[key] = value;
    }
  }
  return entries;
}

function mergeToolCalls(calls: Json[], fragments: Json[]): void {
  for (const fragment of fragments) {
    const known = calls.find(({ index, id }) => (fragment.id ? id === fragment.id : index === fragment.index));
    const call = known ?? { index: fragment.index, id: fragment.id, name: "", arguments: "" };
    if (!known) calls.push(call);
    const part = isJson(fragment.function) ? fragment.function : {};
    call.name = `${call.name}${textOf(part.name)}`;
    call.arguments = `${call.arguments}${isJson(part.arguments) ? JSON.stringify(part.arguments) : textOf(part.arguments)}`;
  }
}

/**
 * Compares a request with what was sent before. Every earlier answer must come back word for word, with its details byte for byte in
 * the same key order, and with exactly the messages before it that it had answered.
 */
export function checkMessages(messages: Json[], ledger: Ledger): { checked: number; faults: string[] } {
  const faults: string[] = [];
  let checked = 0;
  messages.forEach((message, position) => {
    if (message.role !== "assistant") return;
    checked += 1;
    const place = `messages[${position}]`;
    const sent = ledger.findLast(
      ({ content, messages: before }) => content === textOf(message.content) && before.length === position,
    );
    if (!sent) {
      faults.push(`${place}: no answer with these words was sent at this place`);
      return;
    }
    if (JSON.stringify(message.reasoning_details) !== JSON.stringify(sent.details)) {
      faults.push(`${place}: reasoning_details ${message.reasoning_details === undefined ? "missing" : "differ"}`);
    }
    if (JSON.stringify(messages.slice(0, position)) !== JSON.stringify(sent.messages)) {
      faults.push(`${place}: the messages before it are not those it answered`);
    }
  });
  return { checked, faults };
}
