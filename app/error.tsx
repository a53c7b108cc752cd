"use client";

/** A script of this page's version, which the server no longer has. */
const isGone = (error: Error) => error.name === "ChunkLoadError" || /dynamically imported module/i.test(error.message);

/** What is shown when a page fails. The sentence is ours; details stay in the server's log under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  if (isGone(error))
    return (
      <main className="lost">
        <h1>There is a new version.</h1>
        <p>This page is older than the server. Reload it to go on; nothing you wrote was lost.</p>
        <div className="ends">
          <button type="button" className="btn primary" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      </main>
    );
  return (
    <main className="lost">
      <h1>This page could not be shown.</h1>
      <p>Nothing you wrote was lost. The cause is in the server's log.</p>
      <div className="ends">
        <button type="button" className="btn primary" onClick={reset}>
          Try again
        </button>
        <a className="btn" href="/">
          New conversation
        </a>
      </div>
      {error.digest && <p className="mono faint">{error.digest}</p>}
    </main>
  );
}
