import { z } from "zod";
import { settingsSchema } from "./settings";
import { isStorable, notStorable, wordSchema } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

export const createConversationBody = z.strictObject({
  model: wordSchema(256).optional(),
  connectionId: uuid.optional(),
  settings: settingsSchema.optional(),
});
export const updateConversationBody = z
  .strictObject({
    title: z.string().trim().min(1).max(200).refine(isStorable, notStorable),
    settings: settingsSchema,
    model: wordSchema(256),
    connectionId: uuid,
    /** that the change is meant for: saved only while it is still the stored one */
    version: z.int().min(0),
  })
  .partial();
export const listConversationsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const exportQuery = z.object({
  format: z.enum(["json", "markdown", "jsonl"]).default("json"),
  /** of Markdown and JSON Lines; JSON always has all of it */
  reasoning: z
    .enum(["1", "0", "folded", "none"])
    .default("1")
    .transform((value) => value === "1" || value === "folded"),
});
export type ExportFormat = z.infer<typeof exportQuery>["format"];
export const conversationQuery = z.object({
  tree: z.enum(["0", "1"]).optional(),
  /** the branch through this message instead of the active one */
  message: uuid.optional(),
});

export interface ConversationListItem {
  id: string;
  title: string;
  /** ISO 8601 */
  updatedAt: string;
}
export interface ConversationPage {
  conversations: ConversationListItem[];
  nextCursor: string | null;
}
