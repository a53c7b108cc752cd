import "server-only";
import { answerOf, reasoningText, type Script, streamScript } from "./script";

/** Goes on where an answer that was cut or stopped ends, when it is the beginning of its script. */
export function continuation(script: Script, answer: string): Script {
  const whole = script.kind === "stream" ? answerOf(script) : "";
  const rest = answer !== "" && whole.startsWith(answer) ? whole.slice(answer.length) : "";
  const text = reasoningText([
    [
      "low",
      `The answer so far has ${answer.length} characters, the script ${whole.length}. I compare them from the start.`,
    ],
    ["medium", rest ? "The answer is the beginning of the script, so I give the rest." : "There is no rest to give."],
  ]);
  return streamScript([
    { type: "reasoning", text },
    {
      type: "answer",
      text: rest || "There is nothing to continue: the answer before was complete, was edited, or was not mine.",
    },
  ]);
}
