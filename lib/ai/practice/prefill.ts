import "server-only";
import { answerOf, type Script, type ScriptStep, type StreamScript, streamScript } from "./script";

/**
 * Goes on from an unfinished answer as a server does that takes up its own text: with the very next character, and without reasoning
 * again about what is said already. Later steps of the script follow as they are.
 */
export function prefilled(script: Script, answer: string): Script {
  if (script.kind === "http") return only(" (This is not my text, so I cannot go on with it.)");
  const whole = answerOf(script);
  const isBeyond = answer.length > whole.length && answer.startsWith(whole);
  if (!isBeyond && !whole.startsWith(answer)) return only(" (This is not my text, so I cannot go on with it.)");
  const isCut = script.end.type !== "finish" || script.end.reason === "length";
  if (isBeyond && !script.hasFooter) return only(" (There is nothing left to add.)");
  const steps: ScriptStep[] = isBeyond ? [] : stepsAfter(script, answer.length);
  if (isCut) steps.push({ type: "answer", text: script.tail ?? " (This is the rest.)" });
  if (steps.length === 0 && !script.hasFooter) return only(" (There is nothing left to add.)");
  return {
    ...script,
    steps,
    footerFrom: isBeyond ? answer.length - whole.length : 0,
    end: isCut ? { type: "finish", reason: "stop" } : script.end,
  };
}

const only = (text: string): StreamScript => streamScript([{ type: "answer", text }], { hasFooter: false });

function stepsAfter(script: StreamScript, length: number): ScriptStep[] {
  let at = 0;
  return script.steps.flatMap((step) => {
    const isPast = at < length;
    const text = step.type === "answer" ? step.text : step.type === "pieces" ? step.pieces.join("") : "";
    const rest = text.slice(Math.max(0, length - at));
    at += text.length;
    if (!isPast) return [step];
    return rest === "" ? [] : [{ type: "answer" as const, text: rest }];
  });
}
