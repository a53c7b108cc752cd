import "server-only";
import { log } from "@/lib/config/log";
import { AppError } from "@/lib/errors/app-error";
import { toErrorBody } from "@/lib/errors/error-body";
import { secureHeaders } from "./error-response";

interface Lines {
  write: (event: object) => void;
  /** true once nobody reads any more */
  isGone: () => boolean;
}

/**
 * An answer of one JSON object a line, written while the work goes on. It never waits for its reader: a browser reads only when it has
 * sent its whole body, which we in turn read while we work. An error that ends the work is the last line.
 */
export function eventLines(
  { request, requestId }: { request: Request; requestId: string },
  work: (lines: Lines) => Promise<void>,
): Response {
  const encoder = new TextEncoder();
  let isGone = request.signal.aborted;
  request.signal.addEventListener("abort", () => {
    isGone = true;
  });
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (event: object) => {
        if (!isGone) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`));
      };
      // Not awaited: what `start` waits for nobody can read yet.
      void work({ write, isGone: () => isGone })
        .catch((error: unknown) => {
          if (isGone) return;
          const known = error instanceof AppError ? error : new AppError("internal", { cause: error });
          if (known.status >= 500) log().error({ err: error, requestId }, "request failed after its answer began");
          write({ type: "failed", ...toErrorBody(known, requestId) });
        })
        .finally(() => {
          if (!isGone) controller.close();
        });
    },
    cancel() {
      isGone = true;
    },
  });
  const type = "application/x-ndjson; charset=utf-8";
  return new Response(stream, {
    headers: { ...secureHeaders, "content-type": type, "x-accel-buffering": "no", "x-request-id": requestId },
  });
}
