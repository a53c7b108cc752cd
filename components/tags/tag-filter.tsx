"use client";

import { Check, Pencil, Tag } from "lucide-react";
import { useState } from "react";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import { moveFocus, Popover } from "@/components/ui/popover";
import { chooseTag, useChosenTag } from "@/lib/client/conversations";
import { useTags } from "@/lib/client/tags";

const EditTagsDialog = later(() => import("./edit-tags-dialog").then((module) => module.EditTagsDialog), NewVersion);

/** Narrows the list of conversations to those with one tag. */
export function TagFilter() {
  const { tags } = useTags();
  const chosenId = useChosenTag();
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <Popover
        label="Filter by tag"
        buttonClass={chosenId ? "icon sm filter on" : "icon sm filter"}
        width={208}
        button={<Tag className="i s" aria-hidden />}
      >
        {(close) => (
          <div role="menu" aria-label="Filter by tag" onKeyDown={moveFocus}>
            {tags?.map(({ id, name }, index) => (
              <button
                key={id}
                type="button"
                role="menuitemradio"
                aria-checked={id === chosenId}
                data-item
                data-initial={index === 0 || undefined}
                className="opt"
                onClick={() => {
                  close();
                  chooseTag(id === chosenId ? null : id);
                }}
              >
                <Check className="i s" aria-hidden style={{ visibility: id === chosenId ? "visible" : "hidden" }} />
                <span className="grow" dir="auto">
                  {name}
                </span>
              </button>
            ))}
            <button
              type="button"
              role="menuitem"
              data-item
              data-initial={!tags?.length || undefined}
              className="opt"
              onClick={() => {
                close();
                setIsEditing(true);
              }}
            >
              <Pencil className="i s" aria-hidden />
              <span className="grow">Edit tags</span>
            </button>
          </div>
        )}
      </Popover>
      {isEditing && <EditTagsDialog onClose={() => setIsEditing(false)} />}
    </>
  );
}
