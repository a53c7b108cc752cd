import { z } from "zod";

const conversationId = z.uuid();
const answer = { conversationId, answerId: z.uuid() };

/** What changed for one person, in ids and kinds: never a word that was written. */
export const ownerEventSchema = z.discriminatedUnion("type", [
  /** the first one: what runs at the moment */
  z.strictObject({
    type: z.literal("running"),
    answers: z.array(z.strictObject({ ...answer, startedAt: z.iso.datetime() })),
  }),
  /** a new turn or version, also in a conversation that is new itself */
  z.strictObject({ type: z.literal("answer-started"), ...answer, startedAt: z.iso.datetime() }),
  z.strictObject({ type: z.literal("answer-ended"), ...answer }),
  /** imported, renamed, titled, or its model or settings are others */
  z.strictObject({ type: z.literal("conversation-changed"), conversationId }),
  /** messages were edited, deleted, or brought back */
  z.strictObject({ type: z.literal("messages-changed"), conversationId }),
  z.strictObject({ type: z.literal("conversation-deleted"), conversationId }),
  /** made, renamed, changed or deleted: which ones there are is read anew */
  z.strictObject({ type: z.literal("projects-changed") }),
  z.strictObject({ type: z.literal("tags-changed") }),
]);
export type OwnerEvent = z.infer<typeof ownerEventSchema>;
