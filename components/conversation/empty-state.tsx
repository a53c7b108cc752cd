"use client";

import { Timer } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

const examples = [
  { text: "Is 2,147,483,647 prime, and how can you be sure?", kind: "long reasoning" },
  { text: "Which day of the week was 29 February 1900?", kind: "a question with a catch" },
  { text: "Plan a zero-downtime rename of a Postgres column.", kind: "steps and code" },
];

interface EmptyStateProps {
  composer: ReactNode;
  /** nothing but the practice model is connected */
  isPracticeOnly: boolean;
  isTemporary: boolean;
  onTemporary: (isTemporary: boolean) => void;
  onExample: (text: string) => void;
}

export function EmptyState({ composer, isPracticeOnly, isTemporary, onTemporary, onExample }: EmptyStateProps) {
  return (
    <div className="start">
      <div className="col">
        <h1>Ask something that needs thought.</h1>
        {composer}
        <button
          type="button"
          className="btn quiet temporary-choice"
          aria-pressed={isTemporary}
          onClick={() => onTemporary(!isTemporary)}
        >
          <Timer className="i s" aria-hidden />
          Temporary conversation
        </button>
        <ul className="tries" aria-label="Examples">
          {examples.map(({ text, kind }) => (
            <li key={text}>
              <button type="button" onClick={() => onExample(text)}>
                {text}
                <span>{kind}</span>
              </button>
            </li>
          ))}
        </ul>
        {isPracticeOnly && (
          <div className="invite">
            <p>The practice model replies from a script on this server. Nothing leaves it, and nothing costs money.</p>
            <Link className="btn" href="/settings/connections">
              Connect a provider
            </Link>
          </div>
        )}
      </div>
    </div>
  );
}
