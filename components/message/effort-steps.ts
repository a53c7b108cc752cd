import type { ModelReasoning } from "@/lib/contract/models";
import type { Effort } from "@/lib/contract/settings";
import { efforts, offeredEfforts } from "@/lib/reasoning/effort";

/** The next effort above and below `asked` that the model offers; null = there is none. Of an answer made without one, its model's own counts. */
export function effortSteps(
  reasoning: ModelReasoning | null,
  asked: Effort | "default",
): { more: Effort | null; less: Effort | null } {
  const at = efforts.indexOf(asked === "default" ? (reasoning?.defaultEffort ?? "medium") : asked);
  const offered = offeredEfforts(reasoning);
  return {
    more: offered.find((effort) => efforts.indexOf(effort) > at) ?? null,
    less: offered.findLast((effort) => efforts.indexOf(effort) < at) ?? null,
  };
}
