"use client";

import Link from "next/link";
import { memo } from "react";
import { shortModel } from "@/components/composer/choice";
import { showMessage } from "@/components/conversation/show-message";
import { useShell } from "@/components/shell/shell-context";
import { clock } from "@/lib/client/figures";
import { addressOfResult } from "@/lib/client/search";
import type { SearchResult } from "@/lib/contract/search";
import { Snippet } from "./snippet";

const scopeNames: Record<SearchResult["scope"], string> = {
  title: "Title",
  question: "Question",
  answer: "Answer",
  reasoning: "Reasoning",
  tool: "Tool",
};

export const ResultLink = memo(function ResultLink({ result }: { result: SearchResult }) {
  const { closeDrawer } = useShell();
  const { title, scope, at, model, snippet, isCut, messageId } = result;
  const href = addressOfResult(result);
  const isTitle = messageId === null;
  return (
    <Link
      href={href}
      prefetch={false}
      // the page scrolls to the message itself
      scroll={isTitle}
      className="hit"
      data-result
      data-scope={scope}
      onClick={(event) => {
        closeDrawer();
        const isHere = new URL(href, location.href).search === location.search && href.startsWith(location.pathname);
        if (!messageId || !isHere || event.metaKey || event.ctrlKey) return;
        // the address stays as it is, so no page would come
        history.replaceState(null, "", href);
        showMessage(messageId);
      }}
    >
      <span className="hit-title" dir="auto">
        {isTitle ? <Snippet pieces={snippet} /> : title || "New conversation"}
      </span>
      <span className="hit-facts">
        {[scopeNames[scope], model === null ? null : shortModel(model), dayOf(at), isCut ? "first 100 kB" : null]
          .filter(Boolean)
          .join(", ")}
      </span>
      {!isTitle && (
        <span className="hit-text" dir="auto">
          <Snippet pieces={snippet} />
        </span>
      )}
    </Link>
  );
});

/** "14:09" today, else the day; the year only when it is another one. */
function dayOf(iso: string): string {
  const date = new Date(iso);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return clock(date);
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year });
}
