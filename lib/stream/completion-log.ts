import "server-only";

const encoder = new TextEncoder();
const keepAlive = encoder.encode(": keep-alive\n\n");
const keepAliveMs = 15_000;

/** Frames of one completion as they go to browsers: kept from the first on, so that any reader at any time gets all of them. */
export interface CompletionLog {
  append(frame: string): void;
  end(): void;
  readonly ended: boolean;
  /**
   * All frames from the first one, then live ones, then the end. Reads at the pace of its reader: what piled up for a slow one goes
   * out in one piece, and nobody else waits for it.
   */
  follow(): ReadableStream<Uint8Array>;
}

export function createCompletionLog(): CompletionLog {
  const frames: string[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const wake = () => {
    for (const resume of waiting) resume();
    waiting.clear();
  };
  return {
    get ended() {
      return ended;
    },
    append(frame) {
      frames.push(frame);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    follow() {
      let next = 0;
      let resumeMe: (() => void) | null = null;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (next === frames.length && !ended) {
            const isLate = await new Promise<boolean>((resolve) => {
              const timer = setTimeout(() => done(true), keepAliveMs);
              const done = (late: boolean) => {
                clearTimeout(timer);
                waiting.delete(resume);
                resolve(late);
              };
              const resume = () => done(false);
              resumeMe = resume;
              waiting.add(resume);
            });
            if (isLate) return controller.enqueue(keepAlive);
          }
          if (next < frames.length) {
            const piece = next === frames.length - 1 ? (frames[next] ?? "") : frames.slice(next).join("");
            next = frames.length;
            controller.enqueue(encoder.encode(piece));
          } else if (ended) controller.close();
        },
        cancel() {
          resumeMe?.();
        },
      });
    },
  };
}
