"use client";

import { useMemo } from "react";
import { useBranchFigures } from "@/lib/client/branch-figures";
import { cost, count } from "@/lib/client/figures";
import type { BranchFigures } from "@/lib/contract/branch-figures";
import type { MessageView } from "@/lib/conversation/message";

export interface FactsProps {
  conversationId: string | null;
  messages: readonly MessageView[];
  isBusy: boolean;
  /** of a longer branch */
  isPart: boolean;
}

/** "4 messages, $0.0046", and how many answers did not say what they cost: of the whole branch, or nothing while that is not known. */
export function Facts({ conversationId, messages, isBusy, isPart }: FactsProps) {
  const leaf = messages.at(-1);
  // an answer that has just been asked for is not stored yet
  const leafId = leaf && (!isBusy || leaf.completion) ? leaf.id : null;
  const whole = useBranchFigures(isPart ? conversationId : null, leafId, isBusy);
  const here = useMemo(() => figuresOf(messages), [messages]);
  const figures = isPart ? whole : here;
  return figures && <span className="facts">{words(figures)}</span>;
}

function figuresOf(messages: readonly MessageView[]): BranchFigures {
  const answers = messages.filter((message) => message.completion && message.status !== "running");
  const known = answers.map((message) => message.completion?.cost ?? null).filter((value) => value !== null);
  const total = known.reduce((sum, value) => sum + Number(value), 0);
  return {
    messages: messages.length,
    cost: known.length === 0 ? null : String(Number(total.toFixed(8))),
    unreported: answers.length - known.length,
  };
}

function words({ messages, cost: total, unreported }: BranchFigures): string {
  const number = messages === 1 ? "1 message" : `${count(messages)} messages`;
  if (total === null) return number;
  const rest = unreported === 0 ? "" : `, ${unreported === 1 ? "one" : count(unreported)} not reported`;
  return `${number}, ${cost(total)}${rest}`;
}
