import { z } from "zod";
import { isStorable, notStorable } from "./storable";

const uuid = z.uuid().transform((id) => id.toLowerCase());

export const tagParams = z.object({ tagId: uuid });

export const tagName = z.string().trim().min(1).max(50).refine(isStorable, notStorable);

export const tagBody = z.strictObject({ name: tagName });

/** Which conversations get this tag, or lose it. */
export const tagConversationsBody = z.strictObject({
  ids: z.array(uuid).min(1).max(100),
  tagged: z.boolean(),
});

export interface TagView {
  id: string;
  name: string;
}
export interface TagList {
  tags: TagView[];
}
