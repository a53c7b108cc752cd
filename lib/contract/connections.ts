import { z } from "zod";
import { type EffortForm, profileIds, type ReplayForm, type ReplayTime } from "@/lib/reasoning/profiles";
import { type ProfileOverrides, profileOverridesSchema } from "@/lib/reasoning/profiles-facts";
import { isStorable, notStorable } from "./storable";

export const connectionParams = z.object({ connectionId: z.uuid() });

/** `baseUrl` is the part before /chat/completions, such as https://openrouter.ai/api/v1 */
export const createConnectionBody = z.strictObject({
  name: z.string().trim().min(1).max(80).refine(isStorable, notStorable),
  baseUrl: z.string().trim().min(1).max(2048),
  apiKey: z.string().trim().max(4096).refine(isStorable, notStorable).optional(),
});
export const updateConnectionBody = z
  .strictObject({
    name: z.string().trim().min(1).max(80).refine(isStorable, notStorable),
    baseUrl: z.string().trim().min(1).max(2048),
    /** "" removes the stored key; absent keeps it (unless the origin changes: then it must be entered again) */
    apiKey: z.string().trim().max(4096).refine(isStorable, notStorable),
    enabled: z.boolean(),
    /** what kind of server it is; null = as recognised */
    profile: z.enum(profileIds).exclude(["practice"]).nullable(),
    /** what differs from the profile; replaces all of them, {} = nothing differs */
    profileOverrides: profileOverridesSchema,
  })
  .partial();

/** Which facts to forget: one (`field`, with `model` when it is about one), or all. */
export const forgetQuery = z.strictObject({
  field: z.string().min(1).max(64).optional(),
  model: z.string().min(1).max(256).optional(),
});

/** What a connection test found; `ok` false always comes with the first thing that is wrong. */
export interface ConnectionTest {
  ok: boolean;
  /** ISO 8601 */
  at: string;
  /** what failed: the address, TLS, the key, the model, streaming; null when all is well */
  failed: "address" | "tls" | "key" | "models" | "model" | "stream" | null;
  /** one sentence for people */
  message: string;
  latencyMs: number | null;
  models: number | null;
  /** name of the wire field that carried reasoning in the test; null = none seen */
  reasoningField: string | null;
  /** the kind of server it was found to be, a profile; null = not recognised */
  server: string | null;
}

/** Something that was found out about a server, and that changes what is sent to it. */
export interface LearnedFact {
  /** null = of the whole connection */
  modelId: string | null;
  field: string;
  /** one sentence */
  text: string;
  source: "probed" | "learned" | "manual";
  /** ISO 8601 */
  at: string;
}

/** A connection as people see it. A key is never here, only its last four characters. */
export interface ConnectionView {
  id: string;
  name: string;
  baseUrl: string;
  /** the kind of server whose rules apply: the chosen one, else the recognised one */
  profile: string;
  recognisedProfile: string;
  /** a person chose the profile */
  isProfileChosen: boolean;
  /** what a person has set differently */
  profileOverrides: ProfileOverrides;
  /** what the profile, what was found out and a person's choices come to; a model may differ */
  inForce: { effort: EffortForm; replay: ReplayForm; replayWhen: ReplayTime };
  learned: LearnedFact[];
  source: "env" | "ui" | "builtin";
  enabled: boolean;
  keyHint: string | null;
  modelCount: number | null;
  lastTest: ConnectionTest | null;
}
export interface ConnectionList {
  connections: ConnectionView[];
}

/** A local server found on a click. */
export interface FoundServer {
  name: string;
  baseUrl: string;
  models: string[];
}
