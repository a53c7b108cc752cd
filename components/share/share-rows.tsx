"use client";

import { Copy } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { copyText } from "@/components/markdown/copy-text";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { moment } from "@/lib/client/figures";
import { refreshShares, useShares } from "@/lib/client/shares";
import type { ShareView } from "@/lib/contract/shares";

/** All links of a person, those that are over too, each with what can be done about it. */
export function ShareRows() {
  const { shares, error } = useShares();
  if (error) return <Problem text={sentenceOf(error)} />;
  if (shares === null) return <p className="muted">Reading your links …</p>;
  if (shares.length === 0)
    return <p className="muted">Nothing is shared. Open a conversation and press Share to make a link.</p>;
  return (
    <ul className="share-rows" aria-label="Shared links">
      {newestFirst(shares).map((share) => (
        <Row key={share.key} share={share} />
      ))}
    </ul>
  );
}

function Row({ share }: { share: ShareView }) {
  const { key, url, title, conversationId, revokedAt, expiresAt, audience, mode, views } = share;
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const isOpen = revokedAt === null && !isExpired;
  const when = (iso: string) => moment(new Date(iso), new Date());
  const state = revokedAt !== null ? `Revoked ${when(revokedAt)}` : isExpired ? "Ended" : openWords(expiresAt, when);
  const revoke = async () => {
    setProblem(null);
    try {
      await callApi("DELETE", `/api/shares/${key}`);
      refreshShares();
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
  };
  return (
    <li className="card" data-open={isOpen || undefined}>
      <div className="top">
        <div className="grow">
          <h2 dir="auto">
            <Link href={`/c/${conversationId}`}>{title}</Link>
          </h2>
          <p className="where">
            {[
              state,
              share.fromId !== null ? "one exchange" : mode === "live" ? "live" : "frozen",
              audience === "passphrase" ? "with a passphrase" : "anyone with the link",
              `made ${when(share.createdAt)}`,
              views === 0 ? "not opened yet" : views === 1 ? "opened once" : `opened ${views} times`,
            ].join(", ")}
          </p>
        </div>
        {isOpen && url && (
          <>
            <a className="btn quiet" href={url} target="_blank" rel="noopener">
              Open
            </a>
            <button
              type="button"
              className="btn"
              onClick={async () =>
                setSaid(
                  (await copyText(url))
                    ? "Copied"
                    : "The browser did not allow copying: open the link and copy its address.",
                )
              }
            >
              <Copy className="i s" aria-hidden />
              Copy link
            </button>
          </>
        )}
        {isOpen && (
          <button
            type="button"
            className="btn danger"
            onBlur={() => setIsAsking(false)}
            onClick={() => (isAsking ? void revoke() : setIsAsking(true))}
          >
            {isAsking ? "Revoke it for everybody" : "Revoke"}
          </button>
        )}
      </div>
      <span className="help" role="status">
        {said}
      </span>
      <Problem text={problem} />
    </li>
  );
}

/** One that is revoked stays where it is. */
const newestFirst = (shares: readonly ShareView[]) => shares.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));

const openWords = (expiresAt: string | null, when: (iso: string) => string) =>
  expiresAt === null ? "Open without an end" : `Open until ${when(expiresAt)}`;
