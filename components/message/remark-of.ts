import { CircleStop, type LucideIcon, Repeat, Ruler, ShieldAlert, Wrench } from "lucide-react";
import type { MessageView } from "@/lib/conversation/message";
import { toolEnd } from "./tool-end";

/** What is to be said of an answer that ended well enough, in one line; null when it simply ended. */
export function remarkOf({ status, completion, parts }: MessageView): { icon: LucideIcon; text: string } | null {
  if (status === "stopped") return { icon: CircleStop, text: "Stopped. What came until then is kept." };
  if (status !== "done") return null;
  if (completion?.finishReason === "length")
    return { icon: Ruler, text: "The answer reached its length limit and ends here." };
  if (completion?.finishReason === "size")
    return { icon: Ruler, text: "The answer reached this server's size limit and ends here." };
  if (completion?.finishReason === "content_filter")
    return { icon: ShieldAlert, text: "The provider's filter ended this answer." };
  if (completion?.finishReason === "repetition")
    return { icon: Repeat, text: "The model began to repeat itself; the answer was ended." };
  const text = completion && toolEnd(completion, parts);
  return text ? { icon: Wrench, text } : null;
}
