"use client";

import { Tag, X } from "lucide-react";
import { chooseTag } from "@/lib/client/conversations";
import { useTags } from "@/lib/client/tags";

/** Says that the list below is not everything. */
export function TagBar({ tagId }: { tagId: string }) {
  const { tags } = useTags();
  const name = tags?.find(({ id }) => id === tagId)?.name ?? "";
  return (
    <div className="tag-bar">
      <Tag className="i s" aria-hidden />
      <span dir="auto">{name}</span>
      <button
        type="button"
        className="icon sm"
        aria-label="Show all conversations"
        title="Show all conversations"
        onClick={() => {
          document.querySelector<HTMLElement>(".projects .head .filter")?.focus();
          chooseTag(null);
        }}
      >
        <X className="i s" aria-hidden />
      </button>
    </div>
  );
}
