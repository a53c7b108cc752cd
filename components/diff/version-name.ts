import { shortModel } from "@/components/composer/choice";
import { answeringModel } from "@/components/message/call-facts";
import type { CompletionView } from "@/lib/conversation/message";

/** "Version 2, gpt-oss-120b, high"; a person's words, or a version that is not read yet, have the place alone. */
export function versionName(place: number, completion: CompletionView | null | undefined): string {
  const name = `Version ${place}`;
  if (!completion) return name;
  const effort = completion.settings.reasoning?.effort;
  return [name, shortModel(answeringModel(completion)), ...(effort ? [effort] : [])].join(", ");
}
