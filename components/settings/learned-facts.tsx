"use client";

import { useRef } from "react";
import { LocalTime } from "@/components/ui/local-time";
import { callApi } from "@/lib/client/api";
import type { ConnectionView, LearnedFact } from "@/lib/contract/connections";

interface LearnedFactsProps {
  connection: ConnectionView;
  /** runs a change and shows what went wrong */
  act: (action: () => Promise<void>) => Promise<boolean>;
}

const sources: Record<LearnedFact["source"], string> = {
  probed: "found in a test",
  learned: "learned from a refusal",
  manual: "set by a person",
};

/** What was found out about the server, each to be forgotten. */
export function LearnedFacts({ connection: { id, learned }, act }: LearnedFactsProps) {
  const section = useRef<HTMLElement>(null);
  // the button goes with what it forgot
  const forget = (query: string) => () =>
    void act(async () => {
      await callApi("DELETE", `/api/connections/${id}/learned${query}`);
      section.current?.focus();
    });
  if (learned.length === 0)
    return (
      <section ref={section} tabIndex={-1} aria-label="Found out about this server">
        <p className="help">Nothing was found out about this server yet that differs from its kind.</p>
      </section>
    );
  return (
    <section ref={section} tabIndex={-1} aria-label="Found out about this server">
      <h3>Found out about this server</h3>
      <ul className="found">
        {learned.map((fact) => (
          <li key={`${fact.modelId} ${fact.field}`}>
            <span className="grow">
              {fact.text}
              <br />
              <span className="help">
                {fact.modelId === null ? "The whole connection" : <span className="mono">{fact.modelId}</span>},{" "}
                {sources[fact.source]}, <LocalTime iso={fact.at} />
              </span>
            </span>
            <button
              type="button"
              className="btn"
              aria-description={fact.text}
              onClick={forget(
                `?${new URLSearchParams({ field: fact.field, ...(fact.modelId && { model: fact.modelId }) })}`,
              )}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
      {learned.length > 1 && (
        <button type="button" className="btn quiet" onClick={forget("")}>
          Forget all
        </button>
      )}
    </section>
  );
}
