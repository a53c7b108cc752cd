import { BranchesButton } from "@/components/branches/branches-button";
import { ShareButton } from "@/components/share/share-button";
import { Facts } from "./facts";

/** What the bar above shows of messages; the empty page is without it. */
export const topbarParts = { Facts, BranchesButton, ShareButton };
export type TopbarParts = typeof topbarParts;
