import "server-only";

const keepAlive = Buffer.from(": keep-alive\n\n");
const keepAliveMs = 15_000;
/** Frames a reader may lie behind before they are kept together for it. */
const queueFrames = 64;

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
  const followers = new Set<() => void>();
  let ended = false;
  const wake = () => {
    for (const follower of followers) follower();
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
      let isQuiet = true;
      let write = () => {};
      let leave = () => {};
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            write = () => {
              // A full queue is emptied by `pull`, which then asks for the rest in one piece.
              if ((controller.desiredSize ?? 0) > 0 && next < frames.length) {
                const piece = next === frames.length - 1 ? frames[next] : frames.slice(next).join("");
                next = frames.length;
                isQuiet = false;
                controller.enqueue(Buffer.from(piece ?? ""));
              }
              if (ended && next === frames.length) {
                leave();
                controller.close();
              }
            };
            const beat = setInterval(() => {
              if (isQuiet && (controller.desiredSize ?? 0) > 0) controller.enqueue(keepAlive);
              isQuiet = true;
            }, keepAliveMs);
            leave = () => {
              clearInterval(beat);
              followers.delete(write);
            };
            followers.add(write);
            write();
          },
          pull: () => write(),
          cancel: () => leave(),
        },
        { highWaterMark: queueFrames },
      );
    },
  };
}
