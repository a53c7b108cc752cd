import "server-only";

const keepAlive = Buffer.from(": keep-alive\n\n");
const keepAliveMs = 15_000;
/** Pieces a reader may lie behind before it has to ask for the next one. */
const queuePieces = 64;
/** Characters of frames that become one block: small enough to be a piece for a slow reader, large enough to be worth the packing. */
const blockUnits = 64_000;

/** Frames of one completion as they go to browsers: kept from the first on, so that any reader at any time gets all of them. */
export interface CompletionLog {
  append(frame: string): void;
  end(): void;
  readonly ended: boolean;
  /**
   * All frames but the first `after`, then live ones, then the end. Reads at the pace of its reader: what piled up for a slow one goes
   * out in large pieces, and nobody else waits for it.
   */
  follow(after?: number): ReadableStream<Uint8Array>;
  /** What comes after the first `next` frames, in one piece (not always all of it), and how many there are up to its end; null = nothing yet. */
  read(next: number): { bytes: Buffer; next: number } | null;
  /** `listener` is called after every change. @returns how to end it */
  watch(listener: () => void): () => void;
  /** readers and listeners at the moment */
  readonly followers: number;
}

/** Frames that are no longer the newest, as the bytes every reader gets: one copy for all, three fifths of what their strings take. */
interface Block {
  /** how many frames came before it */
  first: number;
  count: number;
  bytes: Buffer;
}

export function createCompletionLog(): CompletionLog {
  const blocks: Block[] = [];
  let recent: string[] = [];
  let recentUnits = 0;
  /** of the first one in `recent` */
  let recentFirst = 0;
  const followers = new Set<() => void>();
  let ended = false;

  const pack = () => {
    blocks.push({ first: recentFirst, count: recent.length, bytes: Buffer.from(recent.join("")) });
    recentFirst += recent.length;
    recent = [];
    recentUnits = 0;
  };
  const wake = () => {
    for (const follower of followers) follower();
  };
  /** what comes after `next` frames in one piece; null = nothing yet */
  const read = (next: number): { bytes: Buffer; next: number } | null => {
    const block = next < recentFirst ? blockAt(blocks, next) : undefined;
    if (block) return { bytes: withoutFirst(block.bytes, next - block.first), next: block.first + block.count };
    const frames = next === recentFirst ? recent : recent.slice(next - recentFirst);
    const piece = frames.length > 1 ? frames.join("") : frames[0];
    return piece === undefined ? null : { bytes: Buffer.from(piece), next: recentFirst + recent.length };
  };

  return {
    read,
    watch(listener) {
      followers.add(listener);
      return () => followers.delete(listener);
    },
    get followers() {
      return followers.size;
    },
    get ended() {
      return ended;
    },
    append(frame) {
      recent.push(frame);
      recentUnits += frame.length;
      // readers first: those who keep up get the frame from its string
      wake();
      if (recentUnits >= blockUnits) pack();
    },
    end() {
      ended = true;
      wake();
    },
    follow(after = 0) {
      let next = after;
      let isQuiet = true;
      let write = () => {};
      let leave = () => {};
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            write = () => {
              // A full queue is emptied by `pull`, which then asks for the rest.
              while ((controller.desiredSize ?? 0) > 0) {
                const piece = read(next);
                if (!piece) break;
                next = piece.next;
                isQuiet = false;
                controller.enqueue(piece.bytes);
              }
              if (ended && next >= recentFirst + recent.length) {
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
        { highWaterMark: queuePieces },
      );
    },
  };
}

/** The block that holds the frame after `next` ones. */
function blockAt(blocks: readonly Block[], next: number): Block | undefined {
  let [low, high] = [0, blocks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.first ?? 0) <= next) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}

/** A frame is one line of JSON: its end is the only place with two line feeds. */
function withoutFirst(bytes: Buffer, frames: number): Buffer {
  let from = 0;
  for (let skipped = 0; skipped < frames; skipped += 1) from = bytes.indexOf("\n\n", from) + 2;
  return bytes.subarray(from);
}
