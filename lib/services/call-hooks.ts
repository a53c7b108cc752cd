import "server-only";
import { log } from "@/lib/config/log";
import type { EndedCall } from "@/lib/db/call-writes";
import { beginCall, type NewModelCall } from "@/lib/db/completions";
import { retried } from "@/lib/db/database-errors";
import type { PlannedPrompt } from "./plan-prompt";

export interface BeginningCall {
  call: NewModelCall;
  /** true: its row exists already, stored with the turn */
  isStored: boolean;
  ledger: PlannedPrompt["ledger"];
}

/** What happens around every upstream request of an answer. Anything that limits, counts or records calls is one of these. */
export interface CallHook {
  /** The request goes out when all have resolved. @throws AppError when this request may not go out: the answer fails with it */
  before?: (beginning: BeginningCall) => void | Promise<void>;
  /** The call is over and not stored yet. */
  after?: (ended: EndedCall) => void | Promise<void>;
}

/** The call's row and its lines of the ledger. The first token does not wait for them, the end does; once more when they failed. */
function recordBeginning(): CallHook {
  let written: Promise<boolean> = Promise.resolve(true);
  let write = async () => {};
  return {
    before({ call, isStored, ledger }) {
      write = async () => {
        if (!isStored || ledger.length > 0) await beginCall(call, ledger);
      };
      written = write().then(
        () => true,
        (error: unknown) => {
          log().warn({ err: error, callId: call.id }, "beginning of a call not stored yet");
          return false;
        },
      );
    },
    async after({ id }) {
      if (await written) return;
      await retried(write).catch((error: unknown) =>
        log().error({ err: error, callId: id }, "replay ledger not stored"),
      );
    },
  };
}

/** The hooks of one completion, in the order in which they run. */
export const callHooks = (): CallHook[] => [recordBeginning()];
