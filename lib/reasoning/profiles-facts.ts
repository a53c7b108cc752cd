import { z } from "zod";
import { efforts } from "./effort";
import {
  effortFormNames,
  effortForms,
  prefillFormNames,
  prefillForms,
  replayFormNames,
  replayForms,
  replayTimeNames,
  replayTimes,
} from "./profiles";

/** A name of a request parameter, such as `seed` or `reasoning.exclude`. */
const wireName = z.string().regex(/^[a-zA-Z0-9_]{1,64}(\.[a-zA-Z0-9_]{1,64})?$/);

/** One thing that is known about a server or a model, and that changes how it is talked to. Stored one by one (table `capability`). */
export const profileFactSchema = z.discriminatedUnion("field", [
  z.strictObject({ field: z.literal("effort_form"), value: z.enum(effortForms) }),
  z.strictObject({ field: z.literal("supported_efforts"), value: z.array(z.enum(efforts)) }),
  z.strictObject({ field: z.literal("mandatory"), value: z.boolean() }),
  z.strictObject({ field: z.literal("replay_form"), value: z.enum(replayForms) }),
  z.strictObject({ field: z.literal("replay_when"), value: z.enum(replayTimes) }),
  z.strictObject({ field: z.literal("replay_empty"), value: z.boolean() }),
  z.strictObject({ field: z.literal("prefill"), value: z.enum(prefillForms) }),
  z.strictObject({ field: z.literal("think_open"), value: z.boolean() }),
  z.strictObject({ field: z.literal("unknown_fields"), value: z.enum(["ignored", "refused"]) }),
  z.strictObject({ field: z.literal("refused"), value: z.array(wireName) }),
  z.strictObject({ field: z.literal("renamed"), value: z.record(wireName, wireName) }),
]);
export type ProfileFact = z.infer<typeof profileFactSchema>;

/** Facts among stored rows; a row of another kind or of a later version is passed over. */
export function readFacts(rows: readonly { field: string; value: unknown }[]): ProfileFact[] {
  return rows.flatMap(({ field, value }) => {
    const fact = profileFactSchema.safeParse({ field, value });
    return fact.success ? [fact.data] : [];
  });
}

/** What a person may set for a connection; absent = as the profile says. Stored with the connection. */
export const profileOverridesSchema = z
  .strictObject({
    effort: z.enum(effortForms),
    replay: z.enum(replayForms),
    replayWhen: z.enum(replayTimes),
    replayEmpty: z.boolean(),
    prefill: z.enum(prefillForms),
    thinkOpen: z.boolean(),
    unknownFields: z.enum(["ignored", "refused"]),
  })
  .partial();
export type ProfileOverrides = z.infer<typeof profileOverridesSchema>;

/** One sentence for people about a fact. */
export function factText(fact: ProfileFact): string {
  switch (fact.field) {
    case "effort_form":
      return fact.value === "none" ? "Takes no effort setting" : `Effort goes out as ${effortFormNames[fact.value]}`;
    case "supported_efforts":
      return fact.value.length === 0 ? "Knows no efforts" : `Knows the efforts ${fact.value.join(", ")}`;
    case "mandatory":
      return fact.value ? "Reasoning cannot be switched off" : "Reasoning can be switched off";
    case "replay_form":
      return fact.value === "none"
        ? "Refuses earlier reasoning"
        : `Earlier reasoning goes back as ${replayFormNames[fact.value]}`;
    case "replay_when":
      return `Earlier reasoning goes back ${replayTimeNames[fact.value]}`;
    case "replay_empty":
      return fact.value ? "Wants the reasoning field even when it is empty" : "Needs no empty reasoning field";
    case "prefill":
      return fact.value === "none"
        ? "Cannot go on with an unfinished answer"
        : `An unfinished answer goes on from ${prefillFormNames[fact.value]}`;
    case "think_open":
      return fact.value ? "Answers begin inside of their thoughts" : "Answers begin as answers";
    case "unknown_fields":
      return fact.value === "refused" ? "Refuses fields it does not know" : "Passes over fields it does not know";
    case "refused":
      return `Refuses ${fact.value.join(", ")}`;
    case "renamed":
      return Object.entries(fact.value)
        .map(([from, to]) => `Wants ${to} instead of ${from}`)
        .join("; ");
    default:
      return fact satisfies never;
  }
}
