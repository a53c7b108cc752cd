import "server-only";
import { LRUCache } from "lru-cache";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { open, seal } from "@/lib/db/sealed";
import { addShareViews, findPublicShare, type PublicShare, readShareContent } from "@/lib/db/shares";
import { type SharedConversation, sharedSchema } from "@/lib/share/shared-schema";

export type { PublicShare };

/** For how long a reader who knew the passphrase may take the other forms of a share. */
const grantMs = 15 * 60_000;

/** Of one process; by share and version, so nothing in it is ever out of date. Characters. */
const contents = new LRUCache<string, SharedConversation>({
  maxSize: 32_000_000,
  sizeCalculation: ({ messages }) => 1000 + sizeOf(messages),
});
const sizeOf = (messages: SharedConversation["messages"]) =>
  messages.reduce((sum, { parts }) => sum + parts.reduce((of, part) => of + JSON.stringify(part).length, 200), 0);

/** null = there is none. Asked anew for every request: what is revoked is gone with the next one. */
export const openShare = (token: string): Promise<PublicShare | null> => findPublicShare(token);

/** The only owner of an installation has no name that would tell anybody anything. */
export const nameFor = (name: string): string | null => (env().AUTH_MODE === "solo" ? null : name);

/** null = it was replaced in this moment. */
export async function readShare({ id, version }: PublicShare): Promise<SharedConversation | null> {
  const key = `${id} ${version}`;
  const known = contents.get(key);
  if (known) return known;
  const content = await readShareContent(id, version);
  if (content === null) return null;
  const shared = sharedSchema.parse(JSON.parse(content));
  contents.set(key, shared);
  return shared;
}

/** For those who gave the passphrase. */
export const grantFor = (share: PublicShare): string =>
  seal(String(Date.now() + grantMs), grantedBy(share), "share-links");

/** With another passphrase it opens nothing any more. */
const grantedBy = ({ id, passphraseHash }: PublicShare) => `grant ${id} ${passphraseHash}`;

export function isGranted(share: PublicShare, grant: string | null): boolean {
  const until = grant === null ? null : open(grant, grantedBy(share), "share-links");
  return until !== null && Number(until) > Date.now();
}

const views = new Map<string, number>();
let isWaiting = false;

/** Counts an opening, of nobody in particular; written once a second, not once a reader. */
export function countView({ id }: PublicShare): void {
  views.set(id, (views.get(id) ?? 0) + 1);
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    const counts = new Map(views);
    views.clear();
    addShareViews(counts).catch((error: unknown) => log().error({ err: error }, "views not counted"));
  }, 1000).unref();
}
