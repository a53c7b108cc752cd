/** What joining needs to know of a call. */
export interface JoinableCall {
  /** words of an unfinished answer that this call went on from */
  prefix?: string;
  /** its words are the prefix of a later call */
  isContinued?: boolean;
  content: string | null;
  refusal: string | null;
  /** `result` null: the tool was not run */
  toolCalls: { result: string | null }[];
}
export interface JoinedCalls<Call> {
  calls: Call[];
  /** text that no call has gone on from; absent = none was begun */
  unfinished?: string;
}

/**
 * The calls of an answer that goes on from an unfinished one, each word exactly once: `kept` are those of the unfinished answer (and of
 * the one it went on from, …), oldest first, `own` those of the continuation. Kept calls whose tools have run stay messages of their
 * own; the words of the others are the beginning of the next message.
 */
export function joinCalls<Call extends JoinableCall>(kept: readonly Call[], own: readonly Call[]): JoinedCalls<Call> {
  if (kept.length === 0) return { calls: [...own] };
  const calls: Call[] = [];
  let prefix = "";
  for (const call of kept) {
    if (hasRunTools(call)) {
      calls.push({ ...call, prefix });
      prefix = "";
    } else {
      calls.push({ ...call, isContinued: true });
      prefix += wordsOf(call);
    }
  }
  const [first, ...others] = own;
  if (!first) return { calls, unfinished: prefix };
  return { calls: [...calls, { ...first, prefix }, ...others] };
}

/** An unfinished answer as it is sent in order to be gone on from: its last words are open, and belong to no finished message. */
export function reopen<Message extends JoinedCalls<JoinableCall>>(message: Message): Message {
  const last = message.calls.at(-1);
  if (message.unfinished !== undefined || !last) return message;
  if (hasRunTools(last)) return { ...message, unfinished: "" };
  const { prefix = "", ...call } = last;
  const calls = [...message.calls.slice(0, -1), { ...call, isContinued: true }];
  return { ...message, calls, unfinished: prefix + wordsOf(call) };
}

/** An answer so far that began as `open`: its first call has gone on from the open words. */
export function goOn<Call extends JoinableCall>(open: JoinedCalls<Call>, own: readonly Call[]): JoinedCalls<Call> {
  const [first, ...others] = own;
  if (!first) return open;
  return { calls: [...open.calls, { ...first, prefix: open.unfinished ?? "" }, ...others] };
}

const wordsOf = ({ content, refusal }: JoinableCall) => content ?? refusal ?? "";
const hasRunTools = ({ toolCalls }: JoinableCall) =>
  toolCalls.length > 0 && toolCalls.every(({ result }) => result !== null);
