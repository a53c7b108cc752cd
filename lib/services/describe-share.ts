import "server-only";
import { openShare, readShare } from "./open-share";

/** What somebody who holds the link is told before copying it; null = there is nothing to copy. Of a locked one no word. */
export async function describeShare(token: string): Promise<{ title: string | null; isLocked: boolean } | null> {
  const share = await openShare(token);
  if (!share || share.isGone || !share.continuable) return null;
  if (share.passphraseHash !== null) return { title: null, isLocked: true };
  const shared = await readShare(share);
  return shared && { title: shared.title, isLocked: false };
}
