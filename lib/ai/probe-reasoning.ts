import "server-only";
import { z } from "zod";
import type { Settings } from "@/lib/contract/settings";
import { parseJson } from "@/lib/reasoning/json";
import type { Profile } from "@/lib/reasoning/profiles";
import type { ProfileFact } from "@/lib/reasoning/profiles-facts";
import { readShort } from "./ask-server";
import { applyCorrection, type Correction, findCorrection } from "./corrections";
import { fetchFor, headersFor, type ProviderConnection } from "./providers";
import { toWireSettings } from "./wire-settings";

const timeoutMs = 20_000;
/** Enough for a reasoning model to begin; some hosts refuse less than 16. */
const maxTokens = 32;
const maxCorrections = 4;

/** A fact with the model it is about; null = the whole connection. */
export interface ProbedFacts {
  modelId: string | null;
  facts: ProfileFact[];
}

const answerSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({
          reasoning: z.unknown().optional(),
          reasoning_content: z.unknown().optional(),
          reasoning_details: z.unknown().optional(),
        }),
      }),
    )
    .min(1),
});

/**
 * Finds out by two tiny questions what a server's list does not tell: in which form it takes an effort, and whether reasoning can be
 * switched off. Refusals are corrected as in a conversation. What cannot be found out stays unknown. Never throws.
 */
export async function probeReasoning(
  connection: ProviderConnection,
  model: string,
  standard: Profile,
): Promise<{ profile: Profile; found: ProbedFacts[] }> {
  const found: ProbedFacts[] = [];
  let profile = standard;
  const keep = ({ scope, facts }: Pick<Correction, "scope" | "facts">) =>
    found.push({ modelId: scope === "model" ? model : null, facts });

  const ask = async (settings: Settings): Promise<z.infer<typeof answerSchema> | null> => {
    for (let tries = 0; tries <= maxCorrections; tries += 1) {
      const { wire } = toWireSettings({
        settings: { ...settings, max_tokens: maxTokens },
        profile,
        model,
        conversationId: "",
      });
      const answer = await post(connection, { model, messages: [{ role: "user", content: question }], ...wire });
      if (answer === null) return null;
      if (answer.ok) {
        const read = answerSchema.safeParse(parseJson(answer.text));
        return read.success ? read.data : null;
      }
      const correction = findCorrection({ ...answer, profile });
      if (!correction) return null;
      keep(correction);
      profile = applyCorrection(profile, correction);
    }
    return null;
  };

  const low = await ask({ reasoning: { effort: "low" } });
  if (low && profile.effort.form !== "none" && profile.mandatory === null && hasReasoning(low)) {
    const off = await ask({ reasoning: { effort: "none" } });
    const { supported } = profile.effort;
    // A refusal has said it already; an answer to "none" shows it.
    if (off && profile.mandatory === null && (supported === null || supported.includes("none"))) {
      const fact: ProfileFact = { field: "mandatory", value: hasReasoning(off) };
      keep({ scope: "model", facts: [fact] });
      profile = { ...profile, mandatory: fact.value };
    }
  }
  return { profile, found };
}

const question = "Reply with the word ready.";

function hasReasoning({ choices }: z.infer<typeof answerSchema>): boolean {
  const message = choices[0]?.message;
  const isSaid = (value: unknown) => (typeof value === "string" || Array.isArray(value)) && value.length > 0;
  return isSaid(message?.reasoning) || isSaid(message?.reasoning_content) || isSaid(message?.reasoning_details);
}

async function post(
  connection: ProviderConnection,
  request: object,
): Promise<{ ok: boolean; status: number; text: string; body: string } | null> {
  const body = JSON.stringify(request);
  try {
    const response = await fetchFor(connection)(`${connection.baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headersFor(connection) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readShort(response);
    return text === null ? null : { ok: response.ok, status: response.status, text, body };
  } catch {
    return null; // the streamed question that follows says what is wrong
  }
}
