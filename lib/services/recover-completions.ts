import "server-only";
import { log } from "@/lib/config/log";
import { pingDatabase } from "@/lib/db/client";
import { endCompletion } from "@/lib/db/completion-end";
import { listRunningCompletions, markInterrupted, type RunningCompletion } from "@/lib/db/completions";
import { takeOverCompletions } from "@/lib/db/leases";
import { AppError } from "@/lib/errors/app-error";
import { tellOwner } from "@/lib/stream/owner-feed";
import { foldSegments } from "./fold-segments";
import { refreshShares } from "./refresh-shares";

/**
 * Completions a process left running become `interrupted` with everything it had saved: the same fold as at a regular end.
 * Runs before the server says it is ready, and where others share the work every few seconds, for those whose lease has run out.
 * @returns how many there were.
 */
export async function recoverCompletions(): Promise<number> {
  const interrupted = new AppError("completion_interrupted");
  let count = 0;
  for (let taken = await takeOverCompletions(); taken.length > 0; taken = await takeOverCompletions()) {
    count += taken.length;
    for (const completion of await listRunningCompletions(taken)) await fold(completion, interrupted);
  }
  if (count > 0) log().warn({ completions: count }, "interrupted completions recovered");
  return count;
}

async function fold(completion: RunningCompletion, interrupted: AppError): Promise<void> {
  try {
    await recover(completion, interrupted);
  } catch (error) {
    // One that cannot be folded must not keep the server from starting; a database that is away must.
    await pingDatabase();
    log().error({ err: error, completionId: completion.id }, "saved text of a completion not readable, kept as it is");
    await markInterrupted(completion.id, interrupted.code);
  }
  const { conversationId, messageId } = completion;
  tellOwner(completion.userId, { type: "answer-ended", conversationId, answerId: messageId });
  void refreshShares(conversationId);
}

async function recover(completion: RunningCompletion, interrupted: AppError): Promise<void> {
  const folded = foldSegments(completion);
  const saved = new Set(completion.calls.filter(({ isSaved }) => isSaved).map(({ id }) => id));
  await endCompletion({
    completionId: completion.id,
    messageId: completion.messageId,
    userId: completion.userId,
    status: "interrupted",
    finishReason: null,
    errorCode: interrupted.code,
    errorDetail: { message: interrupted.userMessage },
    saved,
    calls: folded.map(({ call: { isSaved: _, ...call }, record, lastMs }) => {
      // A call of a tool loop may have been over when the process died between it and the next one.
      const isOver = record.finishReason !== null;
      return {
        ...call,
        completionId: completion.id,
        purpose: "answer" as const,
        connectionName: call.connectionName ?? completion.connectionName,
        outcome: isOver ? ("done" as const) : ("interrupted" as const),
        ended: isOver ? ("finish" as const) : ("cut" as const),
        request: null,
        sentSettings: {},
        ignored: [],
        connectMs: null,
        firstByteMs: null,
        totalMs: lastMs,
        errorCode: null,
        errorDetail: null,
        httpStatus: null,
        waitedMs: null,
        record,
      };
    }),
  });
}
