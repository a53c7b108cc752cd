import "server-only";
import {
  type ChunkStamp,
  chunk,
  comment,
  done,
  encryptedDelta,
  reasoningDelta,
  signatureDelta,
  summaryDelta,
  usageOf,
} from "./chunks";
import type { EffortText, PracticeEffort, ScriptStep, StreamScript } from "./script";
import { seal, sign } from "./signature";
import { countTokens, tokensOf } from "./tokens";
import { toolCallId } from "./tool-calls";

/** Bytes and the time before them; "hang" is silence that only the client can end. */
export type Frame = { waitMs: number; bytes: Uint8Array } | "hang";

export interface FrameOptions {
  stamp: ChunkStamp;
  effort: PracticeEffort;
  /** false: it reasons and is counted, but nothing of it is sent (`reasoning.exclude`) */
  showsReasoning: boolean;
  maxTokens: number | null;
  promptTokens: number;
  /** "" for none */
  footer: string;
}

interface State {
  answerTokens: number;
  reasoningTokens: number;
  /** of the next reasoning detail */
  index: number;
  lateSignature: Uint8Array | null;
  /** the summary an encrypted detail will vouch for */
  summary: string;
}

/** Plays a script as the frames of a stream, in order; takes no clock, so it can be read at once. */
export function* framesOf(script: StreamScript, options: FrameOptions): Generator<Frame, void> {
  const { stamp, promptTokens, maxTokens, footer } = options;
  const state: State = { answerTokens: 0, reasoningTokens: 0, index: 0, lateSignature: null, summary: "" };
  const isFull = () => maxTokens !== null && state.answerTokens + state.reasoningTokens >= maxTokens;

  for (let waited = 0; waited < script.waitMs; waited += script.commentEveryMs) {
    yield { waitMs: Math.min(script.commentEveryMs, script.waitMs - waited), bytes: comment };
  }
  yield { waitMs: 0, bytes: chunk(stamp, {}) };

  const steps: readonly ScriptStep[] = footer ? [...script.steps, { type: "answer", text: footer }] : script.steps;
  for (const step of steps) {
    if (isFull()) break;
    yield* stepFrames(step, { ...options, state, isFull, tokenMs: 1000 / script.tokensPerSecond });
  }
  if (state.lateSignature) yield { waitMs: 0, bytes: state.lateSignature };

  const usage = { usage: usageOf({ promptTokens, ...state }) };
  const { end } = script;
  if (isFull() && end.type === "finish") yield* finishFrames(stamp, "length", usage);
  else if (end.type === "finish") yield* finishFrames(stamp, end.reason, usage);
  else if (end.type === "hang") yield "hang";
  else if (end.type === "error") {
    const error = { code: end.code, message: end.message, metadata: { error_type: "provider_unavailable" } };
    yield { waitMs: 200, bytes: chunk(stamp, {}, "error", { error, ...usage }) };
    yield { waitMs: 0, bytes: done };
  }
}

function* finishFrames(stamp: ChunkStamp, reason: string, usage: object): Generator<Frame, void> {
  yield { waitMs: 0, bytes: chunk(stamp, {}, reason) };
  yield { waitMs: 0, bytes: chunk(stamp, {}, reason, usage) };
  yield { waitMs: 0, bytes: done };
}

interface StepContext extends FrameOptions {
  state: State;
  isFull: () => boolean;
  tokenMs: number;
}

function* stepFrames(step: ScriptStep, context: StepContext): Generator<Frame, void> {
  const { stamp, state, tokenMs } = context;
  switch (step.type) {
    case "reasoning": {
      const index = state.index++;
      const sent = yield* thoughtFrames(step.text, context, (text) => reasoningDelta(text, index));
      if (!context.showsReasoning) return;
      const signature = chunk(stamp, signatureDelta(sign(sent), index));
      if (step.isSignedLate) state.lateSignature = signature;
      else yield { waitMs: 0, bytes: signature };
      return;
    }
    case "late-signature":
      if (state.lateSignature) yield { waitMs: 0, bytes: state.lateSignature };
      state.lateSignature = null;
      return;
    case "summary": {
      const index = state.index++;
      state.summary = yield* thoughtFrames(step.text, context, (text) => summaryDelta(text, index));
      return;
    }
    case "encrypted": {
      const text = step.text[context.effort];
      const tokens = countTokens(text);
      state.reasoningTokens += tokens;
      const id = `rs_practice_${stamp.id.slice(-12)}_${state.index}`;
      const bytes = chunk(stamp, encryptedDelta(seal(text, state.summary), id, state.index++));
      // Hidden reasoning takes its time too; nothing is seen of it until it is over.
      yield { waitMs: tokens * tokenMs, bytes: context.showsReasoning ? bytes : comment };
      return;
    }
    case "answer":
      yield* answerFrames(tokensOf(step.text), context);
      return;
    case "pieces":
      yield* answerFrames(step.pieces, context, step.cutsBytes);
      return;
    case "refusal":
      for (const refusal of tokensOf(step.text)) {
        state.answerTokens += 1;
        yield { waitMs: tokenMs, bytes: chunk(stamp, { refusal }) };
      }
      return;
    case "tool":
      yield* toolFrames(step, context);
      return;
    case "pause":
      yield { waitMs: step.ms, bytes: comment };
      return;
    default:
      step satisfies never;
  }
}

/** Streams reasoning token by token and returns what was sent before the token limit, because that is what gets signed. */
function* thoughtFrames(
  text: EffortText,
  { stamp, state, isFull, tokenMs, effort, showsReasoning }: StepContext,
  delta: (text: string) => object,
): Generator<Frame, string> {
  let sent = "";
  for (const token of tokensOf(text[effort])) {
    if (isFull()) break;
    sent += token;
    state.reasoningTokens += 1;
    if (showsReasoning) yield { waitMs: tokenMs, bytes: chunk(stamp, delta(token)) };
    else if (state.reasoningTokens % 30 === 0) yield { waitMs: 30 * tokenMs, bytes: comment };
  }
  return sent;
}

function* answerFrames(
  pieces: readonly string[],
  { stamp, state, isFull, tokenMs }: StepContext,
  cutsBytes = false,
): Generator<Frame, void> {
  for (const content of pieces) {
    if (isFull()) return;
    state.answerTokens += 1;
    const bytes = chunk(stamp, { content });
    const multiByteAt = cutsBytes ? bytes.findIndex((byte) => byte >= 0xc0) : -1;
    if (multiByteAt < 0) yield { waitMs: tokenMs, bytes };
    else {
      yield { waitMs: tokenMs, bytes: bytes.slice(0, multiByteAt + 1) };
      yield { waitMs: tokenMs, bytes: bytes.slice(multiByteAt + 1) };
    }
  }
}

function* toolFrames(
  step: Extract<ScriptStep, { type: "tool" }>,
  { stamp, state, tokenMs, showsReasoning }: StepContext,
): Generator<Frame, void> {
  const call = (fragment: object) => chunk(stamp, { content: null, tool_calls: [{ index: 0, ...fragment }] });
  const head = { name: step.name, arguments: "" };
  yield {
    waitMs: tokenMs,
    bytes: call({ id: toolCallId(stamp.id, showsReasoning), type: "function", function: head }),
  };
  for (const token of tokensOf(step.arguments)) {
    state.answerTokens += 1;
    yield { waitMs: tokenMs, bytes: call({ function: { arguments: token } }) };
  }
}
