import "server-only";
import { z } from "zod";
import type { ConnectionView } from "@/lib/contract/connections";
import { profileIds } from "@/lib/reasoning/profiles";
import { profileOverridesSchema } from "@/lib/reasoning/profiles-facts";
import type { Connection as ConnectionRow } from "@/prisma/generated/client";

const connectionTestSchema = z.object({
  ok: z.boolean(),
  at: z.string(),
  failed: z.enum(["address", "tls", "key", "models", "model", "stream"]).nullable(),
  message: z.string(),
  latencyMs: z.number().nullable(),
  models: z.number().nullable(),
  reasoningField: z.string().nullable(),
  server: z.string().nullable().default(null),
});
export const sourceSchema = z.enum(["env", "ui", "builtin"]);

/** A person's choices, stored together; what a later version wrote and this one does not know is no choice. */
const choicesSchema = profileOverridesSchema.extend({ profile: z.enum(profileIds).optional() });
export function choicesOf(row: { profileOverrides: unknown }): z.infer<typeof choicesSchema> {
  const choices = choicesSchema.safeParse(row.profileOverrides);
  return choices.success ? choices.data : {};
}

/** Facts are told apart in another table (capabilities.ts); the service adds them. */
export type StoredConnectionView = Omit<ConnectionView, "learned" | "inForce">;

export function toConnectionView(row: ConnectionRow & { _count: { models: number } }): StoredConnectionView {
  const test = connectionTestSchema.nullable().safeParse(row.lastTest);
  const { profile, ...overrides } = choicesOf(row);
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.baseUrl,
    profile: profile ?? row.profile,
    recognisedProfile: row.profile,
    isProfileChosen: profile !== undefined,
    profileOverrides: overrides,
    source: sourceSchema.parse(row.source),
    enabled: row.enabled,
    keyHint: row.keyHint,
    modelCount: row._count.models === 0 ? null : row._count.models,
    lastTest: test.success ? test.data : null,
  };
}
