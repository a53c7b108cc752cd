"use client";

import { Hourglass, Unplug } from "lucide-react";
import type { LiveAnswer } from "@/components/conversation/conversation-state";
import { useNow } from "@/components/ui/use-now";
import type { MessageView } from "@/lib/conversation/message";

/** After this long without a word it is said, s; shorter pauses are ordinary. */
const quietSeconds = 10;

interface SilenceProps {
  message: MessageView;
  live: LiveAnswer;
}

/** Says that the model has stopped in the middle, and for how long, or that nothing can be heard of it. It keeps its own clock: nothing else is drawn again. */
export function Silence({ message, live }: SilenceProps) {
  const now = useNow(1000);
  const last = message.parts.at(-1);
  // before the first byte the stages tell it; a running tool is not the model's silence
  const isOurs = typeof message.completion?.timings.firstByteMs === "number" && !isRunningTool(last);
  const seconds = now === null ? 0 : Math.floor((now - live.lastWordAt) / 1000);
  return (
    <div role="status">
      {live.lostAt !== null && (
        <p className="remark" data-part="line">
          <Unplug className="i s" aria-hidden />
          <span>Connection lost, taking it up again</span>
        </p>
      )}
      {live.lostAt === null && isOurs && seconds >= quietSeconds && (
        <p className="remark" data-part="silence">
          <Hourglass className="i s" aria-hidden />
          <span>
            Waiting for {live.modelName || "the model"}
            <span className="num" aria-hidden>{` · ${seconds} s without a word`}</span>
          </span>
        </p>
      )}
    </div>
  );
}

function isRunningTool(part: MessageView["parts"][number] | undefined): boolean {
  return part?.type === "tool" && part.state === "running";
}
