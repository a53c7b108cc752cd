import { addLoss, type ForeignConversation, type ForeignMessage, type ForeignPart, type Loss } from "./foreign";

/** A message of a tree as this product has it: answers under questions, questions under answers. */
export interface GrownMessage {
  /** place in the list; always an earlier one */
  parent: number | null;
  role: "user" | "assistant";
  parts: ForeignPart[];
  createdAt: number | null;
  model: string | null;
  status: ForeignMessage["status"];
  /** stands for one the file lacks */
  isFiller?: boolean;
}
export interface GrownTree {
  messages: GrownMessage[];
  /** the last answer of the branch that was open */
  activeLeaf: number | null;
  losses: Loss[];
}

export const noAnswer = "The file holds no answer to this question.";
export const noQuestion = "(The file holds no question here.)";
/** Parts that may stand in two versions of an answer because they came before the place where these part. */
const maxCopies = 50_000;

/** Messages from the last question on, newest first: they become one answer. */
interface Run {
  before: Run | null;
  message: ForeignMessage;
  isOnlyAside: boolean;
}
interface Step {
  message: ForeignMessage;
  /** the question or answer it stands under */
  under: number | null;
  run: Run | null;
}

/**
 * Questions and answers from messages in any order, with any roles. Answers, tool results and instructions in a row become one answer;
 * where such a row parts, each version has the whole row. What a file lacks is filled in visibly. Never loops and never recurses,
 * whatever the parents say. Linear, except for the copies of rows that part.
 */
export function growTree(conversation: Pick<ForeignConversation, "messages" | "currentId">): GrownTree {
  const losses: Loss[] = [];
  const { roots, childrenOf, all } = link(conversation.messages, losses);
  const messages: GrownMessage[] = [];
  const placeOf = new Map<string, number>();
  const seen = new Set<ForeignMessage>();
  let copies = 0;

  const add = (message: GrownMessage) => messages.push(message) - 1;
  const unanswered = (under: number, run: Run | null, at: number | null) =>
    add({
      ...{ parent: under, role: "assistant", createdAt: at, model: null, status: "done" },
      ...{ parts: [...partsOf(run), { type: "notice", text: noAnswer }], isFiller: run === null },
    });
  const answer = (run: Run, question: number | null, isCopied: boolean) => {
    const { message } = run;
    const under =
      question ??
      add({
        ...{ parent: null, role: "user", createdAt: message.createdAt, model: null, status: "done" },
        ...{ parts: [{ type: "text", text: noQuestion }], isFiller: true },
      });
    const parts = partsOf(run);
    if (isCopied) copies += parts.length;
    const place = add({
      ...{ parent: under, role: "assistant", parts, createdAt: firstTime(run), model: firstModel(run) },
      status: message.status,
    });
    placeOf.set(message.id, place);
    return place;
  };

  const stack: Step[] = roots.map((message): Step => ({ message, under: null, run: null })).reverse();
  const walk = () => {
    for (let step = stack.pop(); step; step = stack.pop()) {
      const { message, run } = step;
      if (seen.has(message)) continue;
      seen.add(message);
      const children = childrenOf.get(message.id) ?? [];
      const questions = children.filter(({ role }) => role === "user");
      const others = children.filter(({ role }) => role !== "user");
      const next: Step[] = [];
      if (message.role === "user") {
        const { createdAt } = message;
        const place = add({
          ...{ parent: step.under, role: "user", parts: message.parts, createdAt, model: null, status: "done" },
        });
        placeOf.set(message.id, place);
        if (others.length === 0 || questions.length > 0) {
          const filled = unanswered(place, run, createdAt);
          for (const child of questions) next.push({ message: child, under: filled, run: null });
        }
        for (const child of others) next.push({ message: child, under: place, run });
      } else {
        const isOnlyAside = message.role === "aside" && (run === null || run.isOnlyAside);
        const own: Run = { before: run, message, isOnlyAside };
        const isEnd = others.length === 0 && (questions.length === 0 || !isOnlyAside);
        let place: number | null = null;
        if (isEnd || (questions.length > 0 && !isOnlyAside)) place = answer(own, step.under, others.length > 0);
        // Instructions before the first question are carried to its answer.
        for (const child of questions)
          next.push(
            place === null
              ? { message: child, under: step.under, run: own }
              : { message: child, under: place, run: null },
          );
        for (const [index, child] of others.entries()) {
          const isCopy = index > 0 || place !== null;
          if (isCopy && copies > maxCopies) {
            addLoss(losses, child.id, "What came before it in the same answer stands in another version only.");
            next.push({ message: child, under: step.under, run: null });
          } else next.push({ message: child, under: step.under, run: own });
          if (isCopy) copies += lengthOf(own, maxCopies);
        }
      }
      stack.push(...next.reverse());
    }
  };
  walk();
  for (const message of all) {
    if (seen.has(message)) continue;
    addLoss(losses, message.id, "It stands in a circle of messages; the circle was opened here.");
    stack.push({ message, under: null, run: null });
    walk();
  }
  return { messages, activeLeaf: leafAt(messages, placeOf, conversation, childrenOf), losses };
}

/** Messages by what they stand under. One whose parent is missing is a root; so is none of a circle. */
function link(messages: ForeignMessage[], losses: Loss[]) {
  const byId = new Map<string, ForeignMessage>();
  for (const message of messages) {
    if (byId.has(message.id)) addLoss(losses, message.id, "Two messages have this id; the second was left out.");
    else byId.set(message.id, message);
  }
  const roots: ForeignMessage[] = [];
  const childrenOf = new Map<string, ForeignMessage[]>();
  for (const message of byId.values()) {
    if (message.parentId === null) roots.push(message);
    else if (!byId.has(message.parentId)) {
      addLoss(losses, message.id, "The message before it is missing; it begins a branch of its own.");
      roots.push(message);
    } else {
      const siblings = childrenOf.get(message.parentId);
      if (siblings) siblings.push(message);
      else childrenOf.set(message.parentId, [message]);
    }
  }
  return { roots, childrenOf, all: [...byId.values()] };
}

function lengthOf(run: Run, most: number): number {
  let length = 0;
  for (let one: Run | null = run; one && length <= most; one = one.before) length += 1;
  return length;
}

const rowOf = (run: Run | null): ForeignMessage[] => {
  const row: ForeignMessage[] = [];
  for (let one = run; one; one = one.before) row.push(one.message);
  return row.reverse();
};
const partsOf = (run: Run | null): ForeignPart[] => rowOf(run).flatMap(({ parts }) => parts);

function firstTime(run: Run): number | null {
  return rowOf(run).find(({ createdAt }) => createdAt !== null)?.createdAt ?? null;
}

/** Of the last that says: rows begin with tools and end with the answer. */
function firstModel(run: Run): string | null {
  for (let one: Run | null = run; one; one = one.before) if (one.message.model !== null) return one.message.model;
  return null;
}

function newestOf(messages: readonly GrownMessage[]): number {
  let newest = messages.length - 1;
  for (const [place, { createdAt }] of messages.entries())
    if ((createdAt ?? 0) > (messages[newest]?.createdAt ?? 0)) newest = place;
  return newest;
}

/** The answer at the end of the branch that holds the current message; where the file names none, of the newest one. */
function leafAt(
  messages: GrownMessage[],
  placeOf: Map<string, number>,
  { currentId }: Pick<ForeignConversation, "currentId">,
  childrenOf: Map<string, ForeignMessage[]>,
): number | null {
  if (messages.length === 0) return null;
  const newest = new Map<number, number>();
  messages.forEach(({ parent }, place) => {
    if (parent !== null) newest.set(parent, place);
  });
  let place = newestOf(messages);
  const wasHere = new Set<string>();
  // The current message may be inside a row: the answer bears the id of the row's last.
  for (let id = currentId; id !== null && !wasHere.has(id); id = childrenOf.get(id)?.at(-1)?.id ?? null) {
    wasHere.add(id);
    const found = placeOf.get(id);
    if (found === undefined) continue;
    place = found;
    break;
  }
  for (let next = newest.get(place); next !== undefined; next = newest.get(place)) place = next;
  return place;
}
