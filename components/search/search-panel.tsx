"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { sentenceOf } from "@/lib/client/api";
import { addressOfResult, type SearchChoice, useSearch } from "@/lib/client/search";
import { ResultLink } from "./result-link";
import { ScopeChips } from "./scope-chips";
import { SearchFilters } from "./search-filters";

interface SearchPanelProps {
  query: string;
  /** Enter was pressed in the box: the first result opens as soon as it is there */
  isEntered: boolean;
  onEntered: () => void;
  /** back to the box, and to the list of conversations */
  onLeave: () => void;
}

/** What was found, in place of the list of conversations. */
export function SearchPanel({ query, isEntered, onEntered, onLeave }: SearchPanelProps) {
  const { closeDrawer } = useShell();
  const router = useRouter();
  const [choice, setChoice] = useState<SearchChoice>({ scope: "all" });
  const { results, notice, error, isSettled, hasMore, loadMore, retry } = useSearch(query, choice);
  const panel = useRef<HTMLDivElement>(null);
  const isEmpty = results?.length === 0 && error === null;

  const openFirst = useEffectEvent(() => {
    const first = results?.[0];
    if (!isEntered || !first) return;
    onEntered();
    closeDrawer();
    router.push(addressOfResult(first), { scroll: false });
  });
  useEffect(() => {
    if (isSettled && isEntered) openFirst();
  }, [isSettled, isEntered]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") onLeave();
    else if (step !== undefined && event.target instanceof HTMLAnchorElement) {
      const links = [...(panel.current?.querySelectorAll<HTMLElement>("[data-result]") ?? [])];
      const next = links[links.indexOf(event.target) + step];
      if (next) next.focus();
      else if (step < 0) document.querySelector<HTMLElement>(".find input")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of the links inside
    <div className="hits" ref={panel} onKeyDown={onKeyDown}>
      <div className="hit-choice">
        <ScopeChips value={choice.scope ?? "all"} onChoose={(scope) => setChoice({ ...choice, scope })} />
        <SearchFilters choice={choice} onChoose={setChoice} />
      </div>
      <section className="hit-list" aria-label="Search results" aria-busy={!isSettled}>
        {error !== null && isSettled ? (
          <div className="hit-none" role="alert">
            <p>{sentenceOf(error)}</p>
            <button type="button" className="btn" onClick={retry}>
              Try again
            </button>
          </div>
        ) : (
          <>
            {results === null && <p className="hit-none">Searching …</p>}
            {results?.map((result) => (
              <ResultLink key={`${result.messageId ?? result.conversationId}-${result.scope}`} result={result} />
            ))}
            {isEmpty && isSettled && (
              <div className="hit-none">
                <p>Nothing was found.</p>
                {isNarrowed(choice) && (
                  <button type="button" className="btn" onClick={() => setChoice({ scope: "all" })}>
                    Search everything
                  </button>
                )}
              </div>
            )}
            {notice !== null && <p className="hit-note">{notice}</p>}
            {hasMore && (
              <button type="button" className="btn hit-more" onClick={loadMore}>
                Show more
              </button>
            )}
          </>
        )}
      </section>
      <p className="sr" role="status">
        {isSettled && error === null && results !== null && countOf(results.length, hasMore)}
      </p>
    </div>
  );
}

const isNarrowed = ({ scope, model, project, from, to }: SearchChoice) =>
  Boolean(scope !== "all" || model || project || from || to);

function countOf(count: number, hasMore: boolean): string {
  if (count === 0) return "Nothing was found.";
  return `${count}${hasMore ? " and more" : ""} ${count === 1 ? "result" : "results"}`;
}
