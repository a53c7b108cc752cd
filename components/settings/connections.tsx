"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import useSWR from "swr";
import { TitledPage } from "@/components/shell/titled-page";
import { callApi } from "@/lib/client/api";
import type { ConnectionList } from "@/lib/contract/connections";
import { ConnectionCard } from "./connection-card";
import { ConnectionForm } from "./connection-form";
import { LocalServers } from "./local-servers";

export interface NewConnection {
  name: string;
  baseUrl: string;
}

export function Connections({ initial }: { initial: ConnectionList }) {
  const { data, mutate } = useSWR<ConnectionList>("/api/connections", (path: string) => callApi("GET", path), {
    fallbackData: initial,
    revalidateOnMount: false,
  });
  const [draft, setDraft] = useState<NewConnection | null>(null);
  const connections = data?.connections ?? initial.connections;
  const refresh = () => void mutate();
  return (
    <TitledPage
      title="Connections"
      lede="Where questions go. A test says what a server was found to support."
      action={
        <button type="button" className="btn primary" onClick={() => setDraft({ name: "", baseUrl: "" })}>
          <Plus className="i" aria-hidden />
          Add connection
        </button>
      }
    >
      {draft && (
        <section className="card" aria-label="New connection">
          <div className="part" style={{ border: 0 }}>
            <ConnectionForm
              key={draft.baseUrl}
              initial={draft}
              onDone={() => {
                setDraft(null);
                refresh();
              }}
              onCancel={() => setDraft(null)}
            />
          </div>
        </section>
      )}
      {connections.map((connection) => (
        <ConnectionCard key={connection.id} connection={connection} onChange={refresh} />
      ))}
      <LocalServers known={connections.map(({ baseUrl }) => baseUrl)} onAdd={setDraft} />
    </TitledPage>
  );
}
