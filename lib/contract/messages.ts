import { z } from "zod";
import { settingsSchema } from "./settings";
import { wordSchema } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

const target = {
  connectionId: uuid.optional(),
  model: wordSchema(256).optional(),
  settings: settingsSchema.optional(),
};

export const sendMessageBody = z.union([
  z.strictObject({
    message: z.strictObject({ id: uuid, text: z.string(), files: z.array(uuid).max(0).optional() }),
    /** absent = the active leaf, null = a new root */
    parentId: uuid.nullable().optional(),
    ...target,
  }),
  z.strictObject({ regenerate: z.strictObject({ id: uuid, of: uuid }), ...target }),
  /** `id` is the new answer's, `of` the unfinished one's */
  z.strictObject({ continue: z.strictObject({ id: uuid, of: uuid }), ...target }),
]);
export type SendMessageBody = z.infer<typeof sendMessageBody>;

export const conversationParams = z.object({ conversationId: uuid });
export const messageParams = conversationParams.extend({ messageId: uuid });
/** `id`: of the edited copy, made by the client */
export const editBody = z.strictObject({ id: uuid, text: z.string() });
export interface DeleteResult {
  /** how many went, the named one included */
  messages: number;
  activeLeafId: string | null;
  /** how long they can be brought back */
  undoMs: number;
}
export const completionQuery = z.object({ message: uuid.optional() });
export const followQuery = completionQuery.extend({
  /** how many events of the stream the reader has already */
  after: z
    .string()
    .regex(/^\d{1,9}$/, "not a count of events")
    .transform(Number)
    .optional(),
});
export const forkBody = z.strictObject({
  /** absent = the active leaf */
  leafId: uuid.optional(),
  scope: z.enum(["branch", "tree"]).default("branch"),
});
export const markParams = conversationParams.extend({ leafId: uuid });
export const branchName = wordSchema(100);
export const markBody = z.strictObject({ name: branchName.nullish(), starred: z.boolean() });
export const branchBody = z.strictObject({ leafId: uuid });
