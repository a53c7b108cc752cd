"use client";

import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { neighbourOf } from "@/components/sidebar/neighbour";
import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { sentenceOf } from "@/lib/client/api";
import { useChosenTag } from "@/lib/client/conversations";
import { changeTags } from "@/lib/client/organise";
import { createTag, useTags } from "@/lib/client/tags";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { NewTag } from "./new-tag";

interface ChooseTagsDialogProps {
  items: readonly ConversationListItem[];
  onClose: () => void;
}

/** Which tags conversations have; what some of several have stays as it is until it is touched. */
export function ChooseTagsDialog({ items, onClose }: ChooseTagsDialogProps) {
  const { tags, error } = useTags();
  const filterId = useChosenTag();
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const touch = (id: string, isGiven: boolean) => setTouched((before) => new Map(before).set(id, isGiven));
  const inside = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    // typed and not added: meant all the same
    const typed = inside.current?.querySelector<HTMLInputElement>(".new-tag input")?.value.trim();
    let made: string | null = null;
    try {
      if (typed) made = await createTag(typed);
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    const changes = new Map(touched);
    if (made) changes.set(made, true);
    const ids = (isGiven: boolean) => [...changes].flatMap(([id, value]) => (value === isGiven ? [id] : []));
    const leavesList = filterId !== null && touched.get(filterId) === false;
    const next = leavesList ? neighbourOf(items.map(({ id }) => id)) : null;
    // closed at once: the dialog gives the focus back to an entry that is about to go
    flushSync(onClose);
    next?.focus();
    if (changes.size > 0) void changeTags(items, ids(true), ids(false));
  };
  return (
    <Dialog label="Tags" className="tags" onClose={onClose}>
      <div className="inside" ref={inside}>
        <Problem text={error ? sentenceOf(error) : problem} />
        <ul>
          {tags?.map(({ id, name }) => {
            const count = items.filter(({ tagIds }) => tagIds.includes(id)).length;
            const isGiven = touched.get(id) ?? count === items.length;
            return (
              <li key={id}>
                <label>
                  <input
                    type="checkbox"
                    checked={isGiven}
                    ref={(box) => {
                      if (box) box.indeterminate = !touched.has(id) && count > 0 && count < items.length;
                    }}
                    onChange={(event) => touch(id, event.target.checked)}
                  />
                  <span dir="auto">{name}</span>
                </label>
              </li>
            );
          })}
        </ul>
        <NewTag onMade={(id) => touch(id, true)} />
      </div>
      <footer>
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="btn primary" onClick={() => void save()}>
          Save
        </button>
      </footer>
    </Dialog>
  );
}
