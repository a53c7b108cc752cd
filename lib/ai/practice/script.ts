import "server-only";

/** The amounts of reasoning that are written; other efforts are folded into these. */
export type PracticeEffort = "low" | "medium" | "high";
export type EffortText = Readonly<Record<PracticeEffort, string>>;

export type ScriptStep =
  /** Raw reasoning as one block of `reasoning.text`. Its signature follows at once, or where a late-signature step stands. */
  | { type: "reasoning"; text: EffortText; isSignedLate?: boolean }
  | { type: "late-signature" }
  | { type: "summary"; text: EffortText }
  /** Reasoning that stays unreadable: one whole `reasoning.encrypted` entry, covering the summary before it. */
  | { type: "encrypted"; text: EffortText }
  | { type: "answer"; text: string }
  /** Deltas exactly as listed; `cutsBytes` also cuts every frame inside its first multi-byte character. */
  | { type: "pieces"; pieces: readonly string[]; cutsBytes?: boolean }
  | { type: "refusal"; text: string }
  | { type: "tool"; name: string; arguments: string }
  | { type: "pause"; ms: number };

export type ScriptEnd =
  | { type: "finish"; reason: "stop" | "length" | "tool_calls" | "content_filter" }
  /** An error object inside the 200 stream, then the end. */
  | { type: "error"; code: number; message: string }
  /** The connection ends without finish reason and without [DONE]. */
  | { type: "cut" }
  /** Silence until the client gives up. */
  | { type: "hang" };

export interface StreamScript {
  kind: "stream";
  steps: readonly ScriptStep[];
  end: ScriptEnd;
  tokensPerSecond: number;
  /** Time until the first token, in milliseconds, with a comment line every `commentEveryMs`. */
  waitMs: number;
  commentEveryMs: number;
  /** The closing line: that this is scripted, and what came back of earlier reasoning. */
  hasFooter: boolean;
  /** where the footer goes on, when an unfinished answer had begun with it */
  footerFrom?: number;
  /** what follows where the script itself ends in the middle, for whoever goes on from there */
  tail?: string;
}

/** Any other answer than a stream: an HTTP error, or a page where a stream should be. */
export interface HttpScript {
  kind: "http";
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export type Script = StreamScript | HttpScript;

/** One thing the practice model reacts to. */
export interface ScriptEntry {
  /** What to type, also shown by "help". */
  word: string;
  about: string;
  matches: (question: string) => boolean;
  /** `offered`: names of the tools that the request lets it call */
  script: (question: string, offered: ReadonlySet<string>) => Script;
}

export function streamScript(steps: readonly ScriptStep[], options: Partial<StreamScript> = {}): StreamScript {
  return {
    kind: "stream",
    steps,
    end: { type: "finish", reason: "stop" },
    tokensPerSecond: 70,
    waitMs: 400,
    commentEveryMs: 180,
    hasFooter: true,
    ...options,
  };
}

const opening = "(Scripted reasoning, written in advance.)";
const levels: readonly PracticeEffort[] = ["low", "medium", "high"];

/** Reasoning for the three efforts: each paragraph names the lowest effort that includes it. */
export function reasoningText(paragraphs: readonly (readonly [PracticeEffort, string])[]): EffortText {
  const upTo = (effort: PracticeEffort) =>
    [
      opening,
      ...paragraphs.filter(([lowest]) => levels.indexOf(lowest) <= levels.indexOf(effort)).map(([, text]) => text),
    ].join("\n\n");
  return { low: upTo("low"), medium: upTo("medium"), high: upTo("high") };
}

/** The words of the answer a script gives when nothing cuts it, footer not included. */
export function answerOf(script: StreamScript): string {
  return script.steps
    .map((step) => (step.type === "answer" ? step.text : step.type === "pieces" ? step.pieces.join("") : ""))
    .join("");
}

const detailSteps = new Set<ScriptStep["type"]>(["reasoning", "summary", "encrypted"]);

/** How many reasoning details a complete answer of this script leaves. */
export function detailCountOf(script: StreamScript): number {
  return script.steps.filter((step) => detailSteps.has(step.type)).length;
}
