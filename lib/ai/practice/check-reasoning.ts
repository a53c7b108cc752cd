import "server-only";
import { z } from "zod";
import { bodyOf } from "./footer";
import { practiceFormat } from "./identity";
import type { PracticeMessage } from "./request";
import { answerOf, detailCountOf, type Script, type StreamScript } from "./script";
import { isSealOf, isSignatureOf } from "./signature";
import { hidReasoning } from "./tool-calls";

export interface ReasoningCheck {
  /** reasoning details that earlier answers left, and so should be in this request */
  expected: number;
  unchanged: number;
  /** one clause per fault, naming the answer and its place in the request */
  faults: string[];
  /** details made by something else than this script, which cannot be judged here */
  foreign: number;
  /** the request brings the result of a tool call, and so is one of its loop */
  isInLoop: boolean;
}

/**
 * Compares the reasoning details in a request with what the script must have sent. Nothing is remembered between requests: an earlier
 * answer that is word for word its script was complete, so its details must be there; an answer that was stopped or edited may lack
 * them. Altered words show in the signature, whatever the answer looks like.
 */
export function checkReasoning(
  messages: readonly PracticeMessage[],
  scriptAt: (messages: readonly PracticeMessage[], position: number) => Script,
): ReasoningCheck {
  const isInLoop = messages.at(-1)?.role === "tool";
  const check: ReasoningCheck = { expected: 0, unchanged: 0, faults: [], foreign: 0, isInLoop };
  const answers = messages.flatMap((message, position) =>
    message.role === "assistant" ? [{ message, position, script: scriptAt(messages, position) }] : [],
  );
  const allTexts = new Set(answers.flatMap(({ script }) => reasoningTextsOf(script)));
  answers.forEach(({ message, position, script }, count) => {
    const place = `answer ${count + 1} (messages[${position}])`;
    const due = detailsDue(message, script);
    if (message.details === undefined) {
      if (due > 0) check.faults.push(`${place} has no reasoning_details`);
      check.expected += due;
      return;
    }
    const { ours, foreign } = sortDetails(message.details);
    const ownTexts = reasoningTextsOf(script);
    check.foreign += foreign;
    check.expected += Math.max(due, ours.length);
    if (ours.length < due) check.faults.push(`${place} has ${ours.length} of ${due} reasoning details`);
    ours.forEach((detail, index) => {
      const text = String(detail.text);
      const isElsewhere = allTexts.has(text) && !ownTexts.includes(text);
      const fault = detailFault(detail, ours[index - 1]) ?? (isElsewhere ? "belongs to another answer" : null);
      if (fault) check.faults.push(`detail ${index + 1} of ${place} ${fault}`);
      else check.unchanged += 1;
    });
  });
  return check;
}

/** The result as a sentence, or "" when no earlier answer had reasoning. */
export function describeCheck({ expected, unchanged, faults, foreign, isInLoop }: ReasoningCheck): string {
  const others = foreign > 0 ? ` ${foreign} more came from another model; those I cannot check.` : "";
  if (expected === 0) return others.trim();
  const request = isInLoop ? "the request that brought the tool's result" : "the request";
  const result = `I checked ${request}: ${unchanged} of ${expected} earlier reasoning blocks came back unchanged`;
  if (faults.length === 0) return `${result}, signatures valid.${others}`;
  const shown = faults.slice(0, 5);
  if (faults.length > shown.length) shown.push(`and ${faults.length - shown.length} more`);
  return `${result}. What is wrong: ${shown.join("; ")}.${others}`;
}

function reasoningTextsOf(script: Script): string[] {
  const steps = script.kind === "stream" ? script.steps : [];
  return steps.flatMap((step) => (step.type === "reasoning" ? Object.values(step.text) : []));
}

function detailsDue(message: PracticeMessage, script: Script): number {
  if (script.kind === "http") return 0;
  if (script.end.type === "finish" && script.end.reason === "tool_calls")
    return madeTheCallOf(message, script) ? detailCountOf(script) : 0;
  const body = bodyOf(message.text);
  const isComplete = body !== null && body.text === answerOf(script) && body.owesReasoning;
  // Scripts without a footer are told by their words alone; without words there is nothing to tell them by.
  const isCompleteWithoutFooter = !script.hasFooter && message.text !== "" && message.text === answerOf(script);
  return isComplete || (isCompleteWithoutFooter && script.end.type === "finish") ? detailCountOf(script) : 0;
}

/** A call has no footer to say that reasoning was left out; its id does. */
function madeTheCallOf({ toolCalls }: PracticeMessage, { steps }: StreamScript): boolean {
  const [call] = toolCalls;
  const step = steps.find(({ type }) => type === "tool");
  if (!call || step?.type !== "tool" || hidReasoning(call.id)) return false;
  return call.name === step.name && call.arguments === step.arguments;
}

const detailSchema = z.looseObject({ type: z.string(), format: z.literal(practiceFormat) });
type Detail = Record<string, unknown>;

function sortDetails(details: unknown): { ours: Detail[]; foreign: number } {
  const list: unknown[] = Array.isArray(details) ? details : [];
  // The items themselves, not the parsed copies: a copy has the key order of the schema.
  const ours = list.filter((item): item is Detail => detailSchema.safeParse(item).success);
  return { ours, foreign: list.length - ours.length };
}

/** Keys in the order of their first appearance on the wire; merging fragments must keep it. */
const keysByType: Record<string, string> = {
  "reasoning.text": "type text format index signature",
  "reasoning.summary": "type summary format index",
  "reasoning.encrypted": "type data id format index",
};

function detailFault(detail: Detail, before: Detail | undefined): string | null {
  const keys = keysByType[String(detail.type)];
  if (!keys) return "has a type I never sent";
  const actual = Object.keys(detail).join(" ");
  if (detail.type === "reasoning.text") {
    if (typeof detail.signature !== "string" || detail.signature === "") return "has lost its signature";
    if (!isSignatureOf(String(detail.text), detail.signature))
      return "was altered: its signature does not match its text";
  }
  if (detail.type === "reasoning.encrypted") {
    const summary = before?.type === "reasoning.summary" ? String(before.summary) : "";
    if (!isSealOf(String(detail.data), summary)) return "was altered: its seal does not match";
  }
  return actual === keys ? null : `has its keys in another order or number (${actual})`;
}
