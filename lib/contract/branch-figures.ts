import { z } from "zod";

export const branchFiguresQuery = z.object({
  /** the branch through this message instead of the active one */
  message: z
    .uuid()
    .transform((id) => id.toLowerCase())
    .optional(),
});

/** What a whole branch amounts to. */
export interface BranchFigures {
  messages: number;
  /** US dollars as a decimal string, of all its answers that said what they cost; null = none did */
  cost: string | null;
  /** finished answers that did not say */
  unreported: number;
}
