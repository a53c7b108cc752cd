"use client";

import { useId, useState } from "react";
import { useFocusInside } from "@/components/ui/use-focus-inside";
import { callApi, sentenceOf } from "@/lib/client/api";
import { forgetDrafts } from "@/lib/client/drafts";

/** As in lib/contract/account.ts, which checks it; that file would bring zod into the page. */
const phrase = "delete everything";

export function DataDelete() {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <section className="card" aria-label="Delete all my data">
      <div className="top">
        <div className="grow">
          <h2>Delete all my data</h2>
          <p className="where">
            All conversations, connections and drafts. Running answers are stopped first. Export them before.
          </p>
        </div>
        <button type="button" className="btn danger" aria-expanded={isAsking} onClick={() => setIsAsking(true)}>
          Delete all my data
        </button>
      </div>
      {isAsking && <Question onKeep={() => setIsAsking(false)} />}
    </section>
  );
}

function Question({ onKeep }: { onKeep: () => void }) {
  const ref = useFocusInside<HTMLFormElement>();
  const [typed, setTyped] = useState("");
  const [isDeleting, setIsDeleting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const remove = async () => {
    setIsDeleting(true);
    setProblem(null);
    try {
      await callApi("DELETE", "/api/account", { confirm: phrase });
      forgetDrafts();
      // Everything this page knows is gone: begin as on the first day.
      window.location.assign("/");
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsDeleting(false);
    }
  };
  return (
    <form
      ref={ref}
      className="part form"
      aria-label="Delete all my data"
      onKeyDown={(event) => event.key === "Escape" && onKeep()}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === phrase && !isDeleting) void remove();
      }}
    >
      <div className="field">
        <label htmlFor={id}>This cannot be undone. Type “{phrase}” to go on</label>
        <input
          id={id}
          className="input"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {problem && (
        <p className="help danger" role="alert">
          {problem}
        </p>
      )}
      <div className="ends">
        <button type="submit" className="btn danger" disabled={typed !== phrase || isDeleting}>
          {isDeleting ? "Deleting" : "Delete everything"}
        </button>
        <button type="button" className="btn quiet" onClick={onKeep}>
          Keep it
        </button>
      </div>
    </form>
  );
}
