import { CircleCheck, CircleX } from "lucide-react";
import { LocalTime } from "@/components/ui/local-time";
import { seconds } from "@/lib/client/figures";
import type { ConnectionTest, ConnectionView } from "@/lib/contract/connections";

const failures: Record<NonNullable<ConnectionTest["failed"]>, string> = {
  address: "not reachable",
  tls: "certificate not valid",
  key: "refused the key",
  models: "lists no models",
  model: "does not offer the model",
  stream: "does not stream",
};

/** One word of state beside the name. */
export function ConnectionState({ connection, test }: { connection: ConnectionView; test: ConnectionTest | null }) {
  if (!connection.enabled) return <span className="state">off</span>;
  if (connection.source === "builtin") return <span className="state">built in</span>;
  if (!test) return <span className="state">not tested</span>;
  if (test.ok) {
    return (
      <span className="state">
        <CircleCheck className="i s ok" aria-hidden />
        reachable{test.latencyMs === null ? "" : `, ${seconds(test.latencyMs)}`}
      </span>
    );
  }
  return (
    <span className="state">
      <CircleX className="i s no" aria-hidden />
      <span>
        {failures[test.failed ?? "address"]}, <LocalTime iso={test.at} />
      </span>
    </span>
  );
}
