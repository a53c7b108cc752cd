"use client";

import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { refreshConversations } from "@/lib/client/conversations";
import { refreshTags, useTags } from "@/lib/client/tags";
import type { TagView } from "@/lib/contract/tags";
import { NewTag } from "./new-tag";

/** Names of tags, and the end of them. */
export function EditTagsDialog({ onClose }: { onClose: () => void }) {
  const { tags, error } = useTags();
  const [status, setStatus] = useState("");
  return (
    <Dialog label="Edit tags" className="tags" onClose={onClose}>
      <div className="inside">
        <Problem text={error ? sentenceOf(error) : null} />
        <ul>
          {tags?.map((tag) => (
            <TagLine key={tag.id} tag={tag} onSaid={setStatus} />
          ))}
        </ul>
        <NewTag />
        <p className="sr" role="status">
          {status}
        </p>
      </div>
    </Dialog>
  );
}

function TagLine({ tag, onSaid }: { tag: TagView; onSaid: (status: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const path = `/api/tags/${tag.id}`;
  const attempt = async (call: () => Promise<unknown>, said: string) => {
    try {
      await call();
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    setProblem(null);
    onSaid(said);
    refreshTags();
    refreshConversations();
  };
  const rename = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = `${new FormData(event.currentTarget).get("name")}`.trim();
    if (name !== "" && name !== tag.name)
      void attempt(() => callApi("PATCH", path, { name }), `“${tag.name}” is “${name}” now.`);
  };
  return (
    <li>
      <form onSubmit={rename}>
        <input
          name="name"
          className="input"
          aria-label={`Name of “${tag.name}”`}
          dir="auto"
          maxLength={50}
          required
          defaultValue={tag.name}
          onBlur={(event) => event.currentTarget.form?.requestSubmit()}
        />
        {isAsking ? (
          <button
            type="button"
            className="btn danger"
            // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
            autoFocus
            onClick={(event) => {
              const dialog = event.currentTarget.closest("dialog");
              void attempt(() => callApi("DELETE", path), `“${tag.name}” is deleted.`).then(() =>
                dialog?.querySelector<HTMLElement>(".new-tag input")?.focus(),
              );
            }}
          >
            Delete it, keep its conversations
          </button>
        ) : (
          <button
            type="button"
            className="icon sm"
            aria-label="Delete tag"
            aria-description={tag.name}
            title="Delete tag"
            onClick={() => setIsAsking(true)}
          >
            <Trash2 className="i s" aria-hidden />
          </button>
        )}
      </form>
      <Problem text={problem} />
    </li>
  );
}
