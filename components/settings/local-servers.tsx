"use client";

import { Radar } from "lucide-react";
import { useState } from "react";
import { callApi, sentenceOf } from "@/lib/client/api";
import type { FoundServer } from "@/lib/contract/connections";
import type { NewConnection } from "./connections";

interface LocalServersProps {
  /** addresses that are connected already */
  known: string[];
  onAdd: (server: NewConnection) => void;
}

/** Model servers on this machine, looked for only when asked. */
export function LocalServers({ known, onAdd }: LocalServersProps) {
  const [found, setFound] = useState<FoundServer[] | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const look = async () => {
    setIsLooking(true);
    setProblem(null);
    try {
      setFound((await callApi<{ found: FoundServer[] }>("POST", "/api/connections/discover", {})).found);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setIsLooking(false);
  };
  return (
    <section className="card" aria-label="Local servers">
      <div className="top">
        <div className="grow">
          <h2 tabIndex={-1}>Local servers</h2>
          <p className="where">Model servers on their usual ports of this machine. Looked for only when you ask.</p>
        </div>
        <button type="button" className="btn" disabled={isLooking} onClick={() => void look()}>
          <Radar className="i" aria-hidden />
          {isLooking ? "Looking" : "Look for local servers"}
        </button>
      </div>
      {(found || problem) && (
        <div className="part">
          {problem ? (
            <p className="help danger" role="alert">
              {problem}
            </p>
          ) : (
            <p className="muted" role="status">
              {found?.length ? `${found.length} found.` : "None answered on this machine."}
            </p>
          )}
          <ul className="found">
            {found?.map((server) => (
              <li key={server.baseUrl}>
                <span className="grow">
                  {server.name} <span className="faint mono">{server.baseUrl}</span>
                  <br />
                  <span className="help">{server.models.slice(0, 4).join(", ") || "no models listed"}</span>
                </span>
                {known.includes(server.baseUrl) ? (
                  <span className="faint">connected</span>
                ) : (
                  <button
                    type="button"
                    className="btn"
                    onClick={() => onAdd({ name: server.name, baseUrl: server.baseUrl })}
                  >
                    Connect
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
