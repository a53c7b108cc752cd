"use client";

import { Pencil, SlidersHorizontal, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { ActionMenu } from "@/components/ui/action-menu";
import { Switch } from "@/components/ui/switch";
import { callApi, sentenceOf } from "@/lib/client/api";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import { ConnectionFacts } from "./connection-facts";
import { ConnectionForm } from "./connection-form";
import { ConnectionState } from "./connection-state";
import { DeleteQuestion } from "./delete-question";
import { LearnedFacts } from "./learned-facts";
import { ProfileForm } from "./profile-form";
import { TestOutcome } from "./test-outcome";

interface ConnectionCardProps {
  connection: ConnectionView;
  onChange: () => void;
}

export function ConnectionCard({ connection, onChange }: ConnectionCardProps) {
  const { id, name, source, enabled } = connection;
  const [isEditing, setIsEditing] = useState(false);
  const [isTuning, setIsTuning] = useState(false);
  const [isTesting, setIsTesting] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const [test, setTest] = useState<ConnectionTest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const act = async (action: () => Promise<void>): Promise<boolean> => {
    setProblem(null);
    const isDone = await action().then(
      () => true,
      (error: unknown) => {
        setProblem(sentenceOf(error));
        return false;
      },
    );
    onChange();
    return isDone;
  };
  const runTest = async () => {
    setIsTesting(true);
    await act(async () => setTest(await callApi<ConnectionTest>("POST", `/api/connections/${id}/test`)));
    setIsTesting(false);
  };
  const toggle = () => act(() => callApi("PATCH", `/api/connections/${id}`, { enabled: !enabled }));
  const card = useRef<HTMLElement>(null);
  const remove = () => {
    // the cards are followed by one that always stays
    const next = card.current?.nextElementSibling?.querySelector("h2");
    return act(async () => {
      await callApi("DELETE", `/api/connections/${id}`);
      next?.focus();
    });
  };
  const last = test ?? connection.lastTest;

  return (
    <section className="card" aria-label={name} ref={card}>
      <div className="top">
        <div className="grow">
          <h2 tabIndex={-1}>
            {name} <ConnectionState connection={connection} test={last} />
          </h2>
          <p className="where">{whereOf(connection)}</p>
        </div>
        {source !== "builtin" && (
          <>
            <button type="button" className="btn" disabled={isTesting || !enabled} onClick={() => void runTest()}>
              {isTesting ? "Testing" : last ? "Test again" : "Test"}
            </button>
            {last?.failed === "key" && source === "ui" && !isEditing && (
              <button type="button" className="btn" onClick={() => setIsEditing(true)}>
                Replace key
              </button>
            )}
          </>
        )}
        {source !== "builtin" && (
          <ActionMenu
            description={name}
            buttonClass="icon"
            actions={[
              ...(source === "ui" ? [{ label: "Edit", icon: Pencil, run: () => setIsEditing(true) }] : []),
              { label: "Server and reasoning", icon: SlidersHorizontal, run: () => setIsTuning(true) },
              ...(source === "ui"
                ? [{ label: "Delete", icon: Trash2, isDanger: true, run: () => setIsDeleting(true) }]
                : []),
            ]}
          />
        )}
        {source !== "env" && <Switch isOn={enabled} onChange={() => void toggle()} label={`Use ${name}`} />}
      </div>
      {(test || problem) && (
        <div className="part">
          {test && <TestOutcome test={test} />}
          {problem && (
            <p className="help danger" role="alert">
              {problem}
            </p>
          )}
        </div>
      )}
      {source !== "builtin" && <ConnectionFacts connection={connection} test={last} />}
      {isTuning && (
        <>
          <div className="part">
            <ProfileForm connection={connection} act={act} onClose={() => setIsTuning(false)} />
          </div>
          <div className="part">
            <LearnedFacts connection={connection} act={act} />
          </div>
        </>
      )}
      {isDeleting && <DeleteQuestion name={name} onDelete={() => void remove()} onKeep={() => setIsDeleting(false)} />}
      {isEditing && (
        <div className="part">
          <ConnectionForm
            initial={connection}
            existing={connection}
            onDone={() => {
              setIsEditing(false);
              setTest(null);
              onChange();
            }}
            onCancel={() => setIsEditing(false)}
          />
        </div>
      )}
    </section>
  );
}

function whereOf({ source, baseUrl, keyHint }: ConnectionView): string {
  if (source === "builtin") return "Replies from a script on this server. No key, no cost.";
  const key = keyHint ? `key ends in ${keyHint}` : "no key";
  return `${baseUrl.replace(/^https:\/\//, "")}, ${key}${source === "env" ? ", from the server's settings" : keyHint ? ", stored encrypted" : ""}`;
}
