"use client";

import { type FormEvent, useId, useState } from "react";
import { useFocusInside } from "@/components/ui/use-focus-inside";
import { callApi, sentenceOf } from "@/lib/client/api";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import { TestOutcome } from "./test-outcome";

interface ConnectionFormProps {
  initial: { name: string; baseUrl: string };
  /** absent: a new one */
  existing?: ConnectionView;
  onDone: () => void;
  onCancel: () => void;
}

const known = [
  { name: "OpenRouter", baseUrl: "https://openrouter.ai/api/v1" },
  { name: "OpenAI", baseUrl: "https://api.openai.com/v1" },
];

export function ConnectionForm({ initial, existing, onDone, onCancel }: ConnectionFormProps) {
  const id = useId();
  const [name, setName] = useState(initial.name);
  const [baseUrl, setBaseUrl] = useState(initial.baseUrl);
  const [apiKey, setApiKey] = useState("");
  const [busy, setBusy] = useState<"saving" | "testing" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [test, setTest] = useState<ConnectionTest | null>(null);

  const attempt = async (what: "saving" | "testing", action: () => Promise<void>) => {
    setBusy(what);
    setProblem(null);
    try {
      await action();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(null);
  };
  const entered = () => ({ name: name.trim() || hostOf(baseUrl), baseUrl, ...(apiKey ? { apiKey } : {}) });
  const form = useFocusInside<HTMLFormElement>();
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt("saving", async () => {
      await callApi(
        existing ? "PATCH" : "POST",
        existing ? `/api/connections/${existing.id}` : "/api/connections",
        entered(),
      );
      onDone();
    });
  };
  const tryOut = () =>
    attempt("testing", async () => setTest(await callApi<ConnectionTest>("POST", "/api/connections/test", entered())));

  return (
    <form ref={form} className="form" onSubmit={save}>
      <div className="field">
        <label htmlFor={`${id}-url`}>Address</label>
        <input
          id={`${id}-url`}
          className="input mono"
          inputMode="url"
          required
          spellCheck={false}
          autoComplete="off"
          placeholder="https://host/v1"
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.target.value)}
        />
        <p className="help">
          The part before <span className="mono">/chat/completions</span>.
          {!existing &&
            known.map((each) => (
              <button
                key={each.name}
                type="button"
                className="link"
                onClick={() => {
                  setName(each.name);
                  setBaseUrl(each.baseUrl);
                }}
              >
                {each.name}
              </button>
            ))}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="input"
          maxLength={80}
          placeholder={hostOf(baseUrl) || "How it is called here"}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-key`}>API key</label>
        <input
          id={`${id}-key`}
          className="input mono"
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder={existing?.keyHint ? `Kept, ends in ${existing.keyHint}` : "None"}
          value={apiKey}
          onChange={(event) => setApiKey(event.target.value)}
        />
        <p className="help">
          Stored encrypted on this server; never shown again. Servers in the local network often need none.
        </p>
      </div>
      {test && <TestOutcome test={test} />}
      {problem && (
        <p className="help danger" role="alert">
          {problem}
        </p>
      )}
      <div className="ends">
        <button type="submit" className="btn primary" disabled={busy !== null}>
          {busy === "saving" ? "Saving" : existing ? "Save changes" : "Add"}
        </button>
        {(!existing || apiKey !== "") && (
          <button
            type="button"
            className="btn"
            disabled={busy !== null || baseUrl.trim() === ""}
            onClick={() => void tryOut()}
          >
            {busy === "testing" ? "Testing" : "Test"}
          </button>
        )}
        <button type="button" className="btn quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return "";
  }
}
