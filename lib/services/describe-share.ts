import "server-only";
import { openShare, readShare } from "./open-share";

export type DescribedShare =
  | { state: "missing" | "gone" }
  /** its author does not want copies */
  | { state: "closed" }
  /** `title`: null where it opens with a passphrase, of which no word is told */
  | { state: "open"; title: string | null };

/** What somebody who holds the link is told before copying it. */
export async function describeShare(token: string): Promise<DescribedShare> {
  const share = await openShare(token);
  if (!share) return { state: "missing" };
  if (share.isGone) return { state: "gone" };
  if (!share.continuable) return { state: "closed" };
  if (share.passphraseHash !== null) return { state: "open", title: null };
  const shared = await readShare(share);
  return shared ? { state: "open", title: shared.title } : { state: "gone" };
}
