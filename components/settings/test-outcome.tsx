import { CircleCheck, CircleX } from "lucide-react";
import { seconds } from "@/lib/client/figures";
import type { ConnectionTest } from "@/lib/contract/connections";

/** The whole sentence of a test, with what was found. */
export function TestOutcome({ test }: { test: ConnectionTest }) {
  const found = [
    test.latencyMs === null ? null : seconds(test.latencyMs),
    // the sentence of a test that went well says it itself
    test.ok || test.models === null ? null : test.models === 1 ? "1 model" : `${test.models} models`,
    test.reasoningField === null ? null : `reasoning in ${test.reasoningField}`,
  ].filter((each) => each !== null);
  return (
    <p className={test.ok ? "outcome ok" : "outcome no"} role="status">
      {test.ok ? <CircleCheck className="i s" aria-hidden /> : <CircleX className="i s" aria-hidden />}
      <span>
        {test.message}
        {found.length > 0 && <span className="faint num"> {found.join(", ")}</span>}
      </span>
    </p>
  );
}
