"use client";

import { type FormEvent, useId, useState } from "react";
import { Problem } from "@/components/ui/problem";
import { sentenceOf } from "@/lib/client/api";
import { createTag } from "@/lib/client/tags";

/** A tag by its name; one that is there already is that one. */
export function NewTag({ onMade }: { onMade?: (id: string) => void }) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = `${new FormData(form).get("name")}`.trim();
    if (name === "") return;
    try {
      onMade?.(await createTag(name));
      form.reset();
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <form className="new-tag" onSubmit={(event) => void make(event)}>
      <input
        name="name"
        data-initial
        className="input"
        aria-label="New tag"
        placeholder="New tag"
        aria-describedby={problem ? id : undefined}
        dir="auto"
        maxLength={50}
        autoComplete="off"
      />
      <button type="submit" className="btn">
        Add
      </button>
      <Problem text={problem} id={id} />
    </form>
  );
}
