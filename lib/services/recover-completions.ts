import "server-only";
import { log } from "@/lib/config/log";
import { endCompletion, listRunningCompletions } from "@/lib/db/completions";
import { AppError } from "@/lib/errors/app-error";
import { createCallRecorder } from "@/lib/reasoning/record";
import { decodeSegment } from "./save-segments";

/**
 * Completions a process left running become `interrupted` with everything it had saved: the same fold as at a regular end.
 * Runs before the server says it is ready. @returns how many there were.
 */
export async function recoverCompletions(): Promise<number> {
  const running = await listRunningCompletions();
  const interrupted = new AppError("completion_interrupted");
  for (const completion of running) {
    const recorders = new Map(
      completion.calls.map((call) => [
        call.id,
        { call, recorder: createCallRecorder(), lastMs: null as number | null },
      ]),
    );
    for (const segment of completion.segments) {
      for (const [callId, events] of decodeSegment(segment.events)) {
        const entry = recorders.get(callId);
        for (const { atMs, event } of events) {
          entry?.recorder.apply(event, atMs);
          if (entry) entry.lastMs = atMs;
        }
      }
    }
    await endCompletion({
      completionId: completion.id,
      messageId: completion.messageId,
      userId: completion.userId,
      status: "interrupted",
      finishReason: null,
      errorCode: interrupted.code,
      errorDetail: { message: interrupted.userMessage },
      calls: [...recorders.values()].map(({ call, recorder, lastMs }) => ({
        ...call,
        completionId: completion.id,
        purpose: "answer",
        connectionName: completion.connectionName,
        outcome: "interrupted",
        ended: "cut",
        request: null,
        sentSettings: {},
        ignored: [],
        connectMs: null,
        firstByteMs: null,
        totalMs: lastMs,
        record: recorder.record(),
      })),
    });
  }
  if (running.length > 0) log().warn({ completions: running.length }, "interrupted completions recovered");
  return running.length;
}
