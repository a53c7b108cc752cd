"use client";

import { ScanSearch } from "lucide-react";
import type { FormEvent } from "react";
import { Segments } from "@/components/ui/segments";
import type { ShareReview } from "@/lib/contract/shares";
import type { FindKind } from "@/lib/share/finds";
import { findsOf, type ShareDraft, withDecisions, wordsOf } from "./share-draft";

interface ShareFindsProps {
  draft: ShareDraft;
  review: ShareReview;
  onChange: (draft: ShareDraft) => void;
}

const names: Record<FindKind, string> = {
  key: "A key or token",
  password: "A password",
  mail: "A mail address",
  phone: "A telephone number",
  host: "An internal host",
  instructions: "Words of the instructions",
};

const choices = [
  { value: "black", name: "Blacken" },
  { value: "shown", name: "Show" },
] as const;

/** What one may not have meant to share, each with a decision; and words of one's own to be made black. */
export function ShareFinds({ draft, review, onChange }: ShareFindsProps) {
  const finds = findsOf(draft, review);
  if (finds.length === 0) return null;
  const open = finds.filter(({ isBlack }) => isBlack === null).length;
  return (
    <div className="notice finds">
      <ScanSearch className="i" aria-hidden />
      <p className="title">
        {open === 0
          ? "Everything that was found is decided"
          : open === 1
            ? "1 passage to decide about"
            : `${open} passages to decide about`}
      </p>
      <ul>
        {finds.map(({ key, kind, before, text, after, isBlack }) => (
          <li key={key}>
            <p className="muted">{names[kind]}</p>
            <p className="passage" dir="auto">
              {before}
              <mark>{text}</mark>
              {after}
            </p>
            <Segments
              label={`${names[kind]}: ${text}`}
              options={choices}
              value={isBlack === null ? null : isBlack ? "black" : "shown"}
              onChoose={(choice) => onChange(withDecisions(draft, [key], choice === "black"))}
            />
          </li>
        ))}
      </ul>
      {finds.length > 1 && (
        <div className="row">
          <button
            type="button"
            className="btn"
            onClick={() =>
              onChange(
                withDecisions(
                  draft,
                  finds.map(({ key }) => key),
                  true,
                ),
              )
            }
          >
            Blacken all
          </button>
        </div>
      )}
    </div>
  );
}

/** Words of one's own, black wherever they stand. */
export function ShareWords({ draft, onChange }: Omit<ShareFindsProps, "review">) {
  const add = (event: FormEvent) => {
    event.preventDefault();
    onChange({ ...draft, words: wordsOf(draft), word: "" });
  };
  return (
    <>
      <form className="words" onSubmit={add}>
        <label className="field">
          <span>Words to blacken wherever they stand</span>
          <span className="row">
            <input
              className="input"
              dir="auto"
              maxLength={500}
              value={draft.word}
              onChange={(event) => onChange({ ...draft, word: event.target.value })}
            />
            <button type="submit" className="btn" disabled={draft.word.trim() === ""}>
              Blacken
            </button>
          </span>
        </label>
      </form>
      {draft.words.length > 0 && (
        <ul className="chosen" aria-label="Blackened words">
          {draft.words.map((each) => (
            <li key={each}>
              <span dir="auto">{each}</span>
              <button
                type="button"
                className="btn quiet"
                aria-label={`Show ${each} again`}
                onClick={() => onChange({ ...draft, words: draft.words.filter((other) => other !== each) })}
              >
                Show again
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
