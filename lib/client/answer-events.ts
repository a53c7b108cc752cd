import { ApiError, toApiError } from "./api";
import { pause, retryDelayMs } from "./pause";
import { serverEvents } from "./server-events";
import { serverLine } from "./server-line";

interface AnswerEventsOptions {
  first: Response;
  connection: AbortController;
  signal: AbortSignal | undefined;
  /** where the events after the first `count` are; null = the server has not said yet which answer this is */
  restAt: (count: number) => string | null;
  onLine: (state: "lost" | "back") => void;
}

/**
 * A browser takes connections that it kept open, which may be as dead as the one that was lost: each is given up after a moment, and the
 * next one tried at once. After as many as it keeps, a slow network gets its time.
 */
const keptConnections = 5;
const patienceMs = (attempt: number) => (attempt < keptConnections ? 1300 : 6000);

export const lastEvent = "[DONE]";

/**
 * The events of one answer, over as many connections as it takes: a lost one is taken up again behind the last event that came, so that
 * nothing comes twice and nothing is missing. A hidden page lets go of its connection, since browsers allow six per host, and takes it up
 * again when it is seen. Ends early when the server has no more to tell (its process is another one by now).
 * @throws ApiError when the server refuses the rest
 */
export async function* answerEvents(options: AnswerEventsOptions): AsyncGenerator<string, void> {
  const { signal, restAt } = options;
  let { first: response, connection } = options;
  const line = {};
  for (let count = 0; ; ) {
    serverLine.tell(line, "up");
    const current = connection;
    const letGo = () => void (isHidden() && restAt(count) !== null && current.abort());
    document.addEventListener("visibilitychange", letGo);
    try {
      for await (const data of serverEvents(response, connection)) {
        count += 1;
        yield data;
        if (data === lastEvent) return;
        letGo();
      }
    } catch (error) {
      if (signal?.aborted || restAt(count) === null) throw error;
    } finally {
      document.removeEventListener("visibilitychange", letGo);
      serverLine.forget(line);
    }
    const path = restAt(count);
    if (path === null) throw new TypeError("network: the stream ended before it began");
    await seen(signal);
    const rest = await askAgain(path, line, options).finally(() => serverLine.forget(line));
    if (!rest) return;
    ({ response, connection } = rest);
  }
}

const isHidden = () => document.visibilityState === "hidden";

/** Resolves when somebody looks at the page, or has left it. */
function seen(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isHidden() && !signal?.aborted) return;
      document.removeEventListener("visibilitychange", look);
      signal?.removeEventListener("abort", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal?.addEventListener("abort", look);
    look();
  });
}

/** At once, then ever more rarely, until the server answers. Null: nothing runs there any more. */
async function askAgain(
  path: string,
  line: object,
  { signal, onLine }: Pick<AnswerEventsOptions, "signal" | "onLine">,
): Promise<{ response: Response; connection: AbortController } | null> {
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    const connection = connectionUnder(signal);
    let isSilent = false;
    const patience = setTimeout(() => {
      isSilent = true;
      connection.abort();
    }, patienceMs(attempt));
    const response = await fetch(path, { signal: connection.signal }).catch(() => null);
    clearTimeout(patience);
    signal?.throwIfAborted();
    if (response && (response.ok || !isPassing(response.status))) {
      if (attempt > 0) onLine("back");
      if (response.status === 204) return null;
      if (!response.ok) throw await toApiError(response);
      return { response, connection };
    }
    connection.abort();
    onLine("lost");
    if (attempt > 0) serverLine.tell(line, "down");
    if (!isSilent || attempt >= keptConnections) await pause(retryDelayMs(attempt), signal);
  }
}

const isPassing = (status: number) => status === 429 || status >= 500;

/** A request of its own that ends with the whole as well. */
export function connectionUnder(signal: AbortSignal | undefined): AbortController {
  const connection = new AbortController();
  const end = () => connection.abort();
  signal?.addEventListener("abort", end, { once: true });
  connection.signal.addEventListener("abort", () => signal?.removeEventListener("abort", end), { once: true });
  if (signal?.aborted) end();
  return connection;
}

/** Whether this is the server's word and not the network's silence. */
export const isRefusal = (error: unknown): error is ApiError => error instanceof ApiError;
