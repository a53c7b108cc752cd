import "server-only";
import { createHash } from "node:crypto";
import type { ReplayState } from "@/lib/contract/replay";
import type { ReplayEntryWithSource } from "@/lib/db/replay-entries";
import { parseExact } from "@/lib/reasoning/exact-json";
import { isObject } from "@/lib/reasoning/json";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** The messages of a request body; empty when it has none. */
export function messagesOf(request: string): unknown[] {
  const body = parseExact(request);
  return isObject(body) && Array.isArray(body.messages) ? body.messages : [];
}

/**
 * Holds one line of the ledger against what is stored now. Three hashes have to be the same: the one written down when the request was
 * made, that of the stored reasoning, and that of what stands in the stored request at the message it names. With a rule nothing may
 * stand there (an empty text may: some servers want the field).
 * @param messages of the stored request; null when the request never went out
 */
export function compareReplay(entry: ReplayEntryWithSource, messages: readonly unknown[] | null): ReplayState {
  if (messages === null) return "not_sent";
  const sent = entry.messageIndex === null ? null : sentReasoning(messages[entry.messageIndex]);
  if (entry.rule !== null) return isEmpty(sent) ? "left_out" : "altered";
  if (entry.sha256 === null || sent === null || entry.form === "none") return "altered";
  const stored = entry.form === "details" ? entry.details : entry.reasoningText;
  const text = sent.get(entry.form === "details" ? "reasoning_details" : entry.form);
  const isSame =
    stored !== null && sha256(stored) === entry.sha256 && text !== undefined && sha256(text) === entry.sha256;
  return isSame && (entry.form !== "details" || countOf(stored) === entry.count) ? "returned" : "altered";
}

/** How many details a JSON text holds; a text of reasoning counts as one. */
export function storedCount({
  details,
  reasoningText,
}: Pick<ReplayEntryWithSource, "details" | "reasoningText">): number {
  if (details !== null) return countOf(details);
  return reasoningText === null || reasoningText === '""' ? 0 : 1;
}

function countOf(details: string): number {
  const value = parseExact(details);
  return Array.isArray(value) ? value.length : 0;
}

const fields = ["reasoning_details", "reasoning", "reasoning_content"] as const;

/** JSON text of what a message of a request says as reasoning, by field; null when there is no such message. */
function sentReasoning(message: unknown): Map<string, string> | null {
  if (!isObject(message)) return null;
  return new Map(
    fields.flatMap((field) => (message[field] === undefined ? [] : [[field, JSON.stringify(message[field])]])),
  );
}

function isEmpty(sent: Map<string, string> | null): boolean {
  return [...(sent?.values() ?? [])].every((text) => text === '""' || text === "null");
}
