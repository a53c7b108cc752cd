import "server-only";
import type { Settings } from "@/lib/contract/settings";
import type { Connection } from "@/lib/db/connections";
import { withKey } from "./installation";
import { loadProfile } from "./load-profile";
import type { CallTarget } from "./run-call";

/**
 * The models of the list that can be asked, in order. An entry whose connection is gone, switched off or somebody else's is passed over:
 * a list made weeks ago must not keep a message from being sent. So is the model that is asked anyway, and one named twice.
 */
export function fallbackTargets(
  { fallbacks = [] }: Settings,
  usable: readonly Connection[],
  first: { connection: { id: string }; model: string },
): CallTarget[] {
  const asked = new Set([`${first.connection.id} ${first.model}`]);
  return fallbacks.flatMap(({ connectionId, model }) => {
    const found = usable.find(({ id }) => id === connectionId);
    const name = `${connectionId} ${model}`;
    if (!found || asked.has(name)) return [];
    asked.add(name);
    const connection = withKey(found);
    return [{ connection, model, loadProfile: () => loadProfile({ connection, model }) }];
  });
}
