import { readUsage } from "@/lib/reasoning/usage";

const maxCount = 2_147_483_647;
const counter = (count: number | null) => (count !== null && count <= maxCount ? count : null);
const money = (cost: string | null) => (cost !== null && /^-?\d{1,15}(\.\d{1,60})?$/.test(cost) ? cost : null);

/** The figures of a call's usage, from its JSON text. A count or a price that fits no column is not known. */
export function usageColumns(usage: string | null) {
  const figures = readUsage(usage);
  const cost = money(figures.cost);
  return {
    inputTokens: counter(figures.inputTokens),
    cachedTokens: counter(figures.cachedTokens),
    cacheWriteTokens: counter(figures.cacheWriteTokens),
    outputTokens: counter(figures.outputTokens),
    reasoningTokens: counter(figures.reasoningTokens),
    cost,
    costSource: cost === null ? null : "reported",
  };
}
