import { z } from "zod";
import { settingsSchema } from "./settings";
import { isStorable, notStorable, wordSchema } from "./storable";

/** So long after its last message a temporary conversation is deleted. */
export const temporaryHours = 24;

const uuid = z.uuid().transform((id) => id.toLowerCase());

export const createConversationBody = z.strictObject({
  model: wordSchema(256).optional(),
  connectionId: uuid.optional(),
  settings: settingsSchema.optional(),
  projectId: uuid.optional(),
  temporary: z.boolean().optional(),
});
export const updateConversationBody = z
  .strictObject({
    title: z.string().trim().min(1).max(200).refine(isStorable, notStorable),
    settings: settingsSchema,
    model: wordSchema(256),
    connectionId: uuid,
    /** null = in none */
    projectId: uuid.nullable(),
    pinned: z.boolean(),
    /** out of the list, into the archive */
    archived: z.boolean(),
    /** makes a temporary one an ordinary one; there is no way back */
    temporary: z.literal(false),
    /** that the change is meant for: saved only while it is still the stored one */
    version: z.int().min(0),
  })
  .partial();
/** Several at once. */
const conversationIds = z.array(uuid).min(1).max(100);
export const conversationIdsBody = z.strictObject({ ids: conversationIds });
export const updateConversationsBody = z.strictObject({
  ids: conversationIds,
  /** null = in none */
  projectId: uuid.nullable().optional(),
  archived: z.boolean().optional(),
});
const idsQuery = z
  .string()
  .transform((ids) => ids.split(","))
  .pipe(conversationIds);
export const listConversationsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** 1 = the archive instead of the list */
  archived: z.enum(["0", "1"]).optional(),
  /** those of one project */
  project: uuid.optional(),
  /** those with one tag */
  tag: uuid.optional(),
  /** these ones alone, archived or not; nothing else counts then */
  ids: idsQuery.optional(),
});
export const exportQuery = z.object({
  format: z.enum(["json", "markdown", "jsonl"]).default("json"),
  /** of Markdown and JSON Lines; JSON always has all of it */
  reasoning: z
    .enum(["1", "0", "folded", "none"])
    .default("1")
    .transform((value) => value === "1" || value === "folded"),
});
export const exportEverythingQuery = exportQuery.extend({
  /** these ones instead of everything */
  ids: idsQuery.optional(),
});
export type ExportFormat = z.infer<typeof exportQuery>["format"];
export const conversationQuery = z
  .object({
    tree: z.enum(["0", "1"]).optional(),
    /** the branch through this message instead of the active one */
    message: uuid.optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
    before: uuid.optional(),
    after: uuid.optional(),
    around: uuid.optional(),
  })
  .refine(({ tree, limit, message, ...places }) => {
    const asked = Object.values(places).filter((value) => value !== undefined).length;
    const isBranch = message === undefined || asked === 0;
    return isBranch && asked <= 1 && (tree !== "1" || (asked === 0 && limit === undefined && message === undefined));
  }, "only one of tree, message, before, after, around; no limit with tree");

export interface ConversationListItem {
  id: string;
  title: string;
  /** ISO 8601 */
  updatedAt: string;
  /** ISO 8601; null = stands by its activity */
  pinnedAt: string | null;
  /** ISO 8601; null = not in the archive */
  archivedAt: string | null;
  projectId: string | null;
  /** in no order */
  tagIds: string[];
}
export interface ConversationPage {
  conversations: ConversationListItem[];
  nextCursor: string | null;
}
