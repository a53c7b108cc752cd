import "server-only";
import { bus } from "./bus";

/** Who reads: a stream outlives the request that opened it, but not the session. */
export interface Reader {
  id: string;
  /** null = signed in by being on this machine */
  session: { id: string; expiresAt: Date } | null;
}

const channelOf = (userId: string) => `access:${userId}`;
const all = "*";
/** The longest time a timer takes. */
const longestMs = 2 ** 31 - 1;

/** Ends what a person reads, in every process: of one session, or of all when access as a whole is gone. */
export function endStreamsOf(userId: string, sessionId?: string): void {
  bus().publish(channelOf(userId), sessionId ?? all);
}

/** The same stream, for as long as the session lasts. It ends in the middle, and asking for the rest gives 401. */
export function whileSignedIn(stream: ReadableStream<Uint8Array>, reader: Reader): ReadableStream<Uint8Array> {
  const { session } = reader;
  if (!session) return stream;
  const source = stream.getReader();
  let leave = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => {
        leave();
        controller.close();
        void source.cancel().catch(() => {});
      };
      const timer = setTimeout(end, Math.min(Math.max(0, session.expiresAt.getTime() - Date.now()), longestMs));
      timer.unref();
      const unsubscribe = bus().subscribe(channelOf(reader.id), (whose) => {
        if (whose === session.id || whose === all) end();
      });
      leave = () => {
        clearTimeout(timer);
        unsubscribe();
        leave = () => {};
      };
    },
    async pull(controller) {
      const { value, done } = await source.read();
      if (!done) return controller.enqueue(value);
      leave();
      controller.close();
    },
    cancel(reason) {
      leave();
      return source.cancel(reason);
    },
  });
}
