"use client";

import { useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { refreshShares } from "@/lib/client/shares";
import type { ShareList, ShareReview, ShareView } from "@/lib/contract/shares";
import { dropDraft, keepDraft, keptDraft } from "./kept-drafts";
import { ShareContents } from "./share-contents";
import { bodyOf, draftOf, findsOf, newDraft, newSince, type ShareDraft, wordsOf } from "./share-draft";
import { ShareFinds, ShareWords } from "./share-finds";
import { ShareLink } from "./share-link";
import { ShareOptions } from "./share-options";
import { SharePreview } from "./share-preview";

interface ShareDialogProps {
  conversationId: string;
  leafId: string | undefined;
  /** the question of one exchange; absent: the whole branch */
  fromId?: string | undefined;
  onClose: () => void;
}

/** Who sees what of a branch, and for how long; the link, once there is one. */
export function ShareDialog({ conversationId, leafId, fromId, onClose }: ShareDialogProps) {
  const [review, setReview] = useState<ShareReview | null>(null);
  const [share, setShare] = useState<ShareView | null>(null);
  const [draft, setDraft] = useState<ShareDraft | null>(null);
  const [preview, setPreview] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState("");
  const [isChanged, setIsChanged] = useState(false);
  const link = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  const lookAtIt = useRef<HTMLButtonElement>(null);
  /** where to go on when what is being done is done: what had the focus may be gone by then */
  const after = useRef<"link" | "main" | null>(null);
  useEffect(() => {
    if (isBusy) return;
    if (after.current === "main") main.current?.focus();
    if (after.current === "link") {
      link.current?.focus();
      link.current?.select();
    }
    after.current = null;
  }, [isBusy]);
  const api = `/api/conversations/${conversationId}/share`;
  const key = `${conversationId} ${fromId ?? ""}`;

  useEffect(() => {
    const abort = new AbortController();
    const query = new URLSearchParams({ ...(leafId && { leafId }), ...(fromId && { fromId }) });
    Promise.all([
      callApi<ShareReview>("GET", `${api}/review?${query}`, undefined, abort.signal),
      callApi<ShareList>("GET", `/api/shares?conversation=${conversationId}`, undefined, abort.signal),
    ]).then(
      ([read, { shares }]) => {
        const isSame = (each: ShareView) =>
          each.fromId === (fromId ?? null) && read.messages.some((message) => message.id === each.leafId);
        const open = shares.find((each) => isOpenShare(each) && isSame(each)) ?? null;
        const left = keptDraft(key, open, read);
        setReview(read);
        setShare(open);
        setDraft(left ?? draftFor(open, read));
        setIsChanged(left !== null);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(sentenceOf(error));
      },
    );
    return () => abort.abort();
  }, [api, key, conversationId, leafId, fromId]);

  const attempt = async (call: () => Promise<string>) => {
    setIsBusy(true);
    setProblem(null);
    try {
      setSaid(await call());
      refreshShares();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setIsBusy(false);
  };
  const reload = async (id: string) => {
    const { shares } = await callApi<ShareList>("GET", `/api/shares?conversation=${conversationId}`);
    setShare(shares.find((each) => each.id === id) ?? null);
  };
  const isPublished = () => {
    setPreview(null);
    // as it is from now on, with what was written meanwhile
    setDraft((now) => now && { ...now, words: wordsOf(now), word: "", passphrase: "", expiresInDays: undefined });
    setIsChanged(false);
    dropDraft(key);
  };
  const change = (next: ShareDraft) => {
    if (review) keepDraft(key, next, review);
    setDraft(next);
    setIsChanged(true);
    setProblem(null);
  };
  const discard = (of: ShareReview) => {
    dropDraft(key);
    setDraft(draftFor(share, of));
    setIsChanged(false);
    setProblem(null);
    setSaid(share ? "As it is published." : "As it was.");
    // the button that was pressed is gone
    lookAtIt.current?.focus();
  };
  const publish = (current: ShareDraft, of: ShareReview) =>
    attempt(async () => {
      const { passphrase, hasPassphrase } = current;
      const change = hasPassphrase ? (passphrase === "" ? {} : { passphrase }) : { passphrase: null };
      const body = { ...bodyOf(current, of), ...change };
      if (share?.id) {
        await callApi("PUT", `/api/shares/${share.id}`, body);
        isPublished();
        await reload(share.id);
        return "The link shows what you see here now.";
      }
      const { id } = await callApi<{ id: string }>("POST", api, body);
      isPublished();
      await reload(id);
      after.current = "link";
      return "The link is there.";
    });
  const revoke = () =>
    attempt(async () => {
      await callApi("DELETE", `/api/shares/${share?.id}`);
      setShare(null);
      setDraft((now) => now && { ...now, expiresInDays: now.expiresInDays === undefined ? 30 : now.expiresInDays });
      after.current = "main";
      return "The link opens nothing any more.";
    });
  const look = (current: ShareDraft, of: ShareReview) =>
    attempt(async () => {
      const { html } = await callApi<{ html: string }>("POST", `${api}/preview`, bodyOf(current, of));
      setPreview(html);
      return "";
    });

  const undecided = draft && review ? findsOf(draft, review).filter(({ isBlack }) => isBlack === null).length : 0;
  const needsPassphrase =
    draft?.hasPassphrase === true &&
    (draft.passphrase === "" ? share?.audience !== "passphrase" : draft.passphrase.length < 8);
  const since = share && review && share.mode === "frozen" ? newSince(share, review) : [];
  const lack = draft && lackOf(draft, undecided, needsPassphrase);
  const isReady = draft !== null && review !== null && lack === null && !isBusy;
  return (
    <Dialog label="Share conversation" className="share" onClose={onClose}>
      {preview !== null ? (
        <SharePreview html={preview} />
      ) : (
        <div className="inside">
          {draft && review && (
            <>
              <section aria-label="What readers see">
                <ShareFinds draft={draft} review={review} onChange={change} />
                <ShareContents draft={draft} review={review} since={since} onChange={change} />
                <ShareWords draft={draft} onChange={change} />
              </section>
              <section aria-label="The link">
                <ShareOptions draft={draft} share={share} isExchange={review.fromId !== null} onChange={change} />
              </section>
            </>
          )}
          {!draft && <p className="muted">{problem ?? "Reading the conversation …"}</p>}
        </div>
      )}
      <footer>
        {preview === null && share?.url && (
          <ShareLink
            inputRef={link}
            url={share.url}
            isBusy={isBusy}
            onCopied={setSaid}
            onRevoke={() => void revoke()}
          />
        )}
        <p role="status" className="help grow">
          {lack ?? (isChanged && share ? "Not published yet." : said)}
        </p>
        <Problem text={draft && problem} />
        {preview === null && isChanged && review && (
          <button type="button" className="btn quiet" disabled={isBusy} onClick={() => discard(review)}>
            Discard changes
          </button>
        )}
        {preview !== null ? (
          <button type="button" className="btn" onClick={() => setPreview(null)}>
            Back
          </button>
        ) : (
          <button
            ref={lookAtIt}
            type="button"
            className="btn"
            disabled={!draft || isBusy}
            onClick={() => draft && review && void look(draft, review)}
          >
            Preview
          </button>
        )}
        <button
          ref={main}
          type="button"
          className="btn primary"
          disabled={!isReady}
          onClick={() => draft && review && void publish(draft, review)}
        >
          {share ? "Update link" : "Create link"}
        </button>
      </footer>
    </Dialog>
  );
}

const draftFor = (share: ShareView | null, review: ShareReview): ShareDraft =>
  share ? draftOf(share, review) : newDraft(review);

const isOrigin = (text: string) => /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(text);

/** What has to be done before there can be a link; null = nothing. */
function lackOf({ frames }: ShareDraft, undecided: number, needsPassphrase: boolean): string | null {
  if (undecided > 0) return `Decide about ${undecided === 1 ? "one passage" : `${undecided} passages`} first.`;
  if (needsPassphrase) return "The passphrase needs at least 8 characters.";
  const wrong = frames.split(/\s+/).find((each) => each !== "" && !isOrigin(each));
  return wrong === undefined ? null : `A site that may frame it is written like https://example.org, not “${wrong}”.`;
}

const isOpenShare = ({ id, revokedAt, expiresAt }: ShareView) =>
  id !== null && revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());
