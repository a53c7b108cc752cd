// The readers of the soak, in a process of their own: hundreds of answers at the same time, each read to its end.
import { z } from "zod";
import { readUiStream } from "../../e2e/support/ui-stream.ts";
import { soakAnswer } from "../bench/soak-words.mjs";

/** @typedef {{ url: string, model: string, tokens: number, conversations: string[], staggerMs: number }} Job */

const started = z.object({ type: z.literal("start"), messageId: z.string() });

/** @param {Job} job @param {string} conversationId @param {{ text: string, reasoning: string }} expected */
async function read(job, conversationId, expected) {
  const response = await fetch(`${job.url}/api/conversations/${conversationId}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: { id: crypto.randomUUID(), text: "Go on" }, model: job.model }),
  });
  const { text, reasoning, error, done, chunks } = await readUiStream(response);
  return {
    conversationId,
    answerId: started.safeParse(chunks[0]).data?.messageId ?? null,
    isWhole: done && error === null && text === expected.text && reasoning === expected.reasoning,
    characters: text.length + reasoning.length,
  };
}

process.on("message", (/** @type {Job} */ job) => {
  const expected = soakAnswer(job.tokens);
  const readers = job.conversations.map(async (conversationId, index) => {
    await new Promise((wake) => setTimeout(wake, index * job.staggerMs));
    return read(job, conversationId, expected);
  });
  Promise.all(readers).then(
    (answers) => process.send?.({ answers }),
    (error) => process.send?.({ failed: String(error) }),
  );
});
process.once("disconnect", () => process.exit(0));
