import { expect, test } from "vitest";
import { advance, noBlocks } from "./blocks";
import { longDocument } from "./blocks.fixtures";

const token = 4; // characters

/** Total milliseconds per tenth of the updates while `text` arrives one token at a time. */
function costOfTenths(text: string): number[] {
  const costs = Array.from({ length: 10 }, () => 0);
  let blocks = noBlocks;
  const updates = Math.ceil(text.length / token);
  for (let update = 1; update <= updates; update++) {
    const startedAt = performance.now();
    blocks = advance(blocks, text.slice(0, update * token));
    const tenth = Math.floor(((update - 1) * 10) / updates);
    costs[tenth] = (costs[tenth] ?? 0) + performance.now() - startedAt;
  }
  return costs;
}

const code = `\`\`\`ts\n${"export const value = compute(1, 2, 3);\n".repeat(840)}`;

test.each([
  ["mixed Markdown", longDocument(8_000)],
  ["one code fence", code],
])("an update of 8,000 tokens of %s costs the same at the end as at the start", (_name, text) => {
  costOfTenths(text.slice(0, 4_000)); // warms the compiler up, so that the first tenth is not charged for it
  const costs = costOfTenths(text);
  const first = Math.max(costs[0] ?? 0, 5); // below a few milliseconds only noise is compared
  expect((costs[9] ?? 0) / first).toBeLessThan(3);
});
