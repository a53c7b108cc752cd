import "server-only";
import { completeOnce } from "@/lib/ai/complete-once";
import type { ProviderConnection } from "@/lib/ai/providers";
import { titlePrompt } from "@/lib/ai/title-prompt";
import { isGptOss } from "@/lib/ai/wire-settings";
import { log } from "@/lib/config/log";
import { titleFromModel } from "@/lib/conversation/title";
import { saveTitle } from "@/lib/db/completion-end";
import type { ContextMessage } from "@/lib/db/context";
import { newId } from "@/lib/db/ids";

export interface TitleJob {
  completionId: string;
  conversationId: string;
  userId: string;
  loadBranch: () => Promise<ContextMessage[]>;
  connection: ProviderConnection;
  model: string;
}

/**
 * A better title than the one made by rule, once, in the background after the first answer. Never fails loudly: the title by rule
 * stays. Not streamed, no reasoning shown; its cost is stored as a call of its own.
 */
export async function makeTitle(job: TitleJob): Promise<void> {
  try {
    const question = (await job.loadBranch()).find(({ role }) => role === "user");
    if (!question) return;
    const { text, ended } = await completeOnce({
      connection: job.connection,
      model: job.model,
      prompt: titlePrompt(question.text),
      wire: wireFor(job),
    });
    await saveTitle({
      userId: job.userId,
      conversationId: job.conversationId,
      title: text === null ? null : titleFromModel(text),
      call: {
        ...ended,
        id: newId(),
        completionId: job.completionId,
        step: 0,
        attempt: 0,
        purpose: "title",
        connectionId: job.connection.id,
        connectionName: job.connection.name,
        requestedModel: job.model,
      },
    });
  } catch (error) {
    log().info({ err: error, conversationId: job.conversationId }, "no title from the model");
  }
}

/** As little reasoning as the model allows: it cannot be switched off everywhere, and where it cannot, asking for it is refused. */
function wireFor({ connection, model }: TitleJob): Record<string, unknown> {
  const base = { max_tokens: 400, ...(isGptOss(model) ? { temperature: 1, top_p: 1 } : {}) };
  if (connection.profile === "openrouter") return { ...base, reasoning: { effort: "low", exclude: true } };
  return isGptOss(model) ? { ...base, reasoning_effort: "low" } : base;
}
