import type { CompletionStatus, MessageRole } from "./message";

interface MapMessage {
  id: string;
  parentId: string | null;
  role: MessageRole;
  status: CompletionStatus;
  words: string;
  model: string | null;
  name: string | null;
  starred: boolean;
}

/** A question with one of its answers, or a question that has none: a node of the map. */
export interface Turn {
  /** of its last message: the answer, else the question */
  id: string;
  /** the turn above; null = it begins the conversation */
  parentId: string | null;
  question: string;
  answer: string;
  /** null: nobody has answered */
  status: CompletionStatus | null;
  model: string | null;
  name: string | null;
  starred: boolean;
  /** on the branch that is being read */
  isActive: boolean;
  /** from 0, in the order in which they are drawn: each before what is under it */
  row: number;
  /** from 0; the newest of several goes straight on, those before it stand one lane further */
  lane: number;
  level: number;
  position: number;
  siblings: number;
}

/** The tree of turns with the place of each, row by row. `messages` by `seq`. Nothing in it recurses: branches may be long. */
export function turnTree(messages: readonly MapMessage[], activeLeafId: string | null): Turn[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const answered = new Set(
    messages.flatMap(({ role, parentId }) => (role === "assistant" && parentId ? [parentId] : [])),
  );
  const active = new Set<string>();
  for (let id = activeLeafId; id !== null && !active.has(id); id = byId.get(id)?.parentId ?? null) active.add(id);

  const children = new Map<string | null, Turn[]>();
  for (const message of messages) {
    if (message.role === "user" && answered.has(message.id)) continue;
    const isAnswer = message.role === "assistant";
    const question = isAnswer ? byId.get(message.parentId ?? "") : message;
    const turn: Turn = {
      id: message.id,
      parentId: question?.parentId ?? null,
      question: question?.words ?? "",
      answer: isAnswer ? message.words : "",
      status: isAnswer ? message.status : null,
      model: message.model,
      name: message.name,
      starred: message.starred,
      isActive: active.has(message.id),
      ...{ row: 0, lane: 0, level: 1, position: 1, siblings: 1 },
    };
    const list = children.get(turn.parentId);
    if (list) list.push(turn);
    else children.set(turn.parentId, [turn]);
  }
  return placed(children);
}

function placed(children: ReadonlyMap<string | null, Turn[]>): Turn[] {
  const rows: Turn[] = [];
  const push = (stack: Turn[], parent: Turn | null) => {
    const list = children.get(parent?.id ?? null) ?? [];
    for (const [index, child] of [...list.entries()].reverse()) {
      const isStraight = index === list.length - 1;
      const lane = (parent?.lane ?? 0) + (isStraight ? 0 : 1);
      stack.push({ ...child, lane, level: (parent?.level ?? 0) + 1, position: index + 1, siblings: list.length });
    }
  };
  const stack: Turn[] = [];
  push(stack, null);
  for (let turn = stack.pop(); turn; turn = stack.pop()) {
    rows.push({ ...turn, row: rows.length });
    push(stack, turn);
  }
  return rows;
}
