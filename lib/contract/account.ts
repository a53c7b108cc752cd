import { z } from "zod";

/** What a person types to have everything deleted. */
export const deletePhrase = "delete everything";
export const deleteEverythingBody = z.strictObject({
  confirm: z.literal(deletePhrase, { error: `has to be: ${deletePhrase}` }),
});
