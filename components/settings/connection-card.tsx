"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { ActionMenu } from "@/components/ui/action-menu";
import { callApi, sentenceOf } from "@/lib/client/api";
import { notReported } from "@/lib/client/figures";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";
import { ConnectionForm } from "./connection-form";
import { ConnectionState } from "./connection-state";
import { TestOutcome } from "./test-outcome";

interface ConnectionCardProps {
  connection: ConnectionView;
  onChange: () => void;
}

export function ConnectionCard({ connection, onChange }: ConnectionCardProps) {
  const { id, name, source, enabled } = connection;
  const [isEditing, setIsEditing] = useState(false);
  const [isTesting, setIsTesting] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const [test, setTest] = useState<ConnectionTest | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const act = async (action: () => Promise<void>) => {
    setProblem(null);
    await action().catch((error: unknown) => setProblem(sentenceOf(error)));
    onChange();
  };
  const runTest = async () => {
    setIsTesting(true);
    await act(async () => setTest(await callApi<ConnectionTest>("POST", `/api/connections/${id}/test`)));
    setIsTesting(false);
  };
  const toggle = () => act(() => callApi("PATCH", `/api/connections/${id}`, { enabled: !enabled }));
  const remove = () => act(() => callApi("DELETE", `/api/connections/${id}`));
  const last = test ?? connection.lastTest;

  return (
    <section className="card" aria-label={name}>
      <div className="top">
        <div className="grow">
          <h2>
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
        {source === "ui" && (
          <ActionMenu
            description={name}
            buttonClass="icon"
            actions={[
              { label: "Edit", icon: Pencil, run: () => setIsEditing(true) },
              { label: "Delete", icon: Trash2, isDanger: true, run: () => setIsDeleting(true) },
            ]}
          />
        )}
        {source !== "env" && (
          <button
            type="button"
            className="switch"
            role="switch"
            aria-checked={enabled}
            aria-label={`Use ${name}`}
            onClick={() => void toggle()}
          />
        )}
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
      {last?.ok && <Capabilities connection={connection} test={last} />}
      {isDeleting && (
        <div className="part form" role="alertdialog" aria-label={`Delete ${name}`}>
          <p>Delete this connection and its key? Conversations stay; they can go on with another model.</p>
          <div className="ends">
            <button type="button" className="btn danger" onClick={() => void remove()}>
              Delete connection
            </button>
            <button type="button" className="btn quiet" onClick={() => setIsDeleting(false)}>
              Keep it
            </button>
          </div>
        </div>
      )}
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

function Capabilities({ connection, test }: { connection: ConnectionView; test: ConnectionTest }) {
  const models = test.models ?? connection.modelCount;
  return (
    <dl className="caps">
      <div>
        <dt>Models</dt>
        <dd className={models === null ? "faint" : undefined}>{models ?? notReported}</dd>
      </div>
      <div>
        <dt>Reasoning</dt>
        <dd className={test.reasoningField ? undefined : "faint"}>{test.reasoningField ?? "none seen in the test"}</dd>
      </div>
      <div>
        <dt>Kind</dt>
        <dd>{connection.profile}</dd>
      </div>
    </dl>
  );
}

function whereOf({ source, baseUrl, keyHint }: ConnectionView): string {
  if (source === "builtin") return "Replies from a script on this server. No key, no cost.";
  const key = keyHint ? `key ends in ${keyHint}` : "no key";
  return `${baseUrl.replace(/^https:\/\//, "")}, ${key}${source === "env" ? ", from the server's settings" : keyHint ? ", stored encrypted" : ""}`;
}
