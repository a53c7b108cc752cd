"use client";

/** What is shown when a page fails. The sentence is ours; details stay in the server's log under the digest. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
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
