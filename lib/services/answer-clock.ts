import "server-only";
import type { Timings } from "@/lib/conversation/message";
import type { CallEvent } from "@/lib/reasoning/events";

interface CallTiming {
  connectMs: number | null;
  firstByteMs: number | null;
}

export interface AnswerClock {
  onTiming(timing: CallTiming): void;
  onEvent(event: CallEvent): void;
}

/**
 * Says the times of a running answer, each once and as soon as it is known, in milliseconds since `startedAt`: a page that comes later
 * shows the same seconds as the one that asked.
 */
export function createAnswerClock(
  startedAt: Date,
  say: (timings: Partial<Timings>) => void,
  now: () => number = Date.now,
): AnswerClock {
  const said = new Set<"firstReasoningMs" | "firstAnswerMs">();
  let hasByte = false;
  const sayOnce = (name: "firstReasoningMs" | "firstAnswerMs") => {
    if (said.has(name)) return;
    said.add(name);
    say({ [name]: Math.max(0, now() - startedAt.getTime()) });
  };
  return {
    onTiming({ connectMs, firstByteMs }) {
      // later calls connect too; the answer had begun by then. The first byte may be reported after the words that came with it.
      if (said.size > 0 && hasByte) return;
      hasByte = firstByteMs !== null;
      say({ connectMs, firstByteMs });
    },
    onEvent(event) {
      // as in the record: hidden reasoning says nothing about a beginning
      if (event.type === "reasoning" && event.kind !== "hidden") sayOnce("firstReasoningMs");
      if (event.type === "text" || event.type === "refusal") sayOnce("firstAnswerMs");
    },
  };
}
