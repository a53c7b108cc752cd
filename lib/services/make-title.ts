import "server-only";
import { completeOnce } from "@/lib/ai/complete-once";
import type { ProviderConnection } from "@/lib/ai/providers";
import { titlePrompt } from "@/lib/ai/title-prompt";
import { toWireSettings } from "@/lib/ai/wire-settings";
import { log } from "@/lib/config/log";
import type { Settings } from "@/lib/contract/settings";
import { titleFromModel } from "@/lib/conversation/title";
import { saveTitle } from "@/lib/db/completion-end";
import type { ContextMessage } from "@/lib/db/context";
import { newId } from "@/lib/db/ids";
import { isFirstDone } from "@/lib/db/title-turn";
import { efforts } from "@/lib/reasoning/effort";
import type { Profile } from "@/lib/reasoning/profiles";
import { tellOwner } from "@/lib/stream/owner-feed";
import { loadProfile } from "./load-profile";

export interface TitleJob {
  completionId: string;
  conversationId: string;
  userId: string;
  loadBranch: () => Promise<ContextMessage[]>;
  connection: ProviderConnection;
  model: string;
  /** of the answer */
  settings: Settings;
}

/**
 * A better title than the one made by rule, once, in the background after the first answer, also where several ran side by side.
 * Never fails loudly: the title by rule stays. Not streamed, no reasoning shown; its cost is stored as a call of its own.
 */
export async function makeTitle(job: TitleJob): Promise<void> {
  try {
    if (!(await isFirstDone(job))) return;
    const question = (await job.loadBranch()).find(({ role }) => role === "user");
    if (!question) return;
    // Read anew: the answer may just have taught something about this server.
    const profile = await loadProfile(job);
    const { wire, sent, ignored } = toWireSettings({ ...job, profile, settings: settingsFor(job.settings, profile) });
    const { text, ended } = await completeOnce({
      connection: job.connection,
      model: job.model,
      prompt: titlePrompt(question.text),
      wire,
    });
    await saveTitle({
      userId: job.userId,
      conversationId: job.conversationId,
      title: text === null ? null : titleFromModel(text),
      call: {
        ...ended,
        sentSettings: sent,
        ignored,
        id: newId(),
        completionId: job.completionId,
        step: 0,
        attempt: 0,
        purpose: "title",
        connectionId: job.connection.id,
        connectionName: job.connection.name,
        errorCode: null,
        errorDetail: null,
        httpStatus: null,
        waitedMs: null,
        requestedModel: job.model,
      },
    });
    tellOwner(job.userId, { type: "conversation-changed", conversationId: job.conversationId });
  } catch (error) {
    log().info({ err: error, conversationId: job.conversationId }, "no title from the model");
  }
}

/**
 * A short answer with as little reasoning as the model offers, from no other hosts than the answer's. Nothing else of the answer's
 * settings is meant for a title, its tools least of all.
 */
function settingsFor({ provider }: Settings, profile: Profile): Settings {
  const reasoning = leastReasoning(profile);
  return { max_tokens: 400, ...(reasoning ? { reasoning } : {}), ...(provider ? { provider } : {}) };
}

/** Undefined: nothing is known of the model's words, and a word it does not know would cost the title. */
function leastReasoning({ effort, mandatory }: Profile): Settings["reasoning"] {
  // Routers find the nearest word; switching off is refused by some of their hosts.
  if (effort.form === "reasoning") return { effort: "low", exclude: true };
  const least = efforts.find((word) => effort.supported?.includes(word) && !(word === "none" && mandatory));
  return least && { effort: least };
}
