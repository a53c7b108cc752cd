import type { MessagePart, MessageView, ReasoningKind } from "../conversation/message";
import { black, blackened, withoutWords } from "./blacken";
import type { ShareChoices, ShareRule } from "./choices";
import { findsIn } from "./finds";

/** All that readers of a share get. Made field by field: what is not named here cannot get into it. */
export interface SharedConversation {
  title: string;
  messages: SharedMessage[];
}
export interface SharedMessage {
  role: "user" | "assistant";
  /** ISO 8601 */
  at: string;
  /** the model that was asked for; null for questions, and for answers in a person's words */
  model: string | null;
  state: "done" | "stopped" | "failed" | "interrupted";
  isEdited: boolean;
  /** of a question: asked by Continue. Of an answer: it goes on from the one before */
  isContinued: boolean;
  /** nothing of it is shown */
  isHidden: boolean;
  parts: SharedPart[];
  /** parts that were left out, by kind */
  withheld: { reasoning: number; tools: number; others: number };
  /** null = not shown, or unknown */
  figures: SharedFigures | null;
}
export type SharedPart =
  | { type: "text" | "refusal" | "notice"; text: string }
  | { type: "reasoning"; text: string; kind: ReasoningKind; durationMs: number | null }
  | { type: "tool"; name: string; arguments: string; result: string | null; state: "not_run" | "done" | "failed" };
export interface SharedFigures {
  totalMs: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
}

/**
 * What a branch becomes when it is shared: finished turns only, of the parts the chosen kinds, hidden ones gone and not covered. `messages`:
 * the branch, oldest first.
 */
export function shareOf(title: string, messages: readonly MessageView[], choices: ShareChoices): SharedConversation {
  const rules = rulesOf(choices.rules);
  const shown = finishedTurns(messages).map((message) => shared(message, choices, rules));
  return {
    title: withoutWords(title, choices.words),
    messages: shown.map((message) => worded(message, choices.words)),
  };
}

/**
 * The choices with everything black that was found in parts nobody has decided about: for what is published without a look. `instructions`: as
 * for the finds.
 */
export function withFindsBlack<T extends ShareChoices>(
  messages: readonly MessageView[],
  choices: T,
  instructions: string,
): T {
  const known = new Set(choices.rules.map(keyOf));
  const found = messages.flatMap(({ id: messageId, parts }) =>
    parts.flatMap((part, index): ShareRule[] => {
      const at = { messageId, part: index };
      if (known.has(keyOf(at)) || !choiceOf(part, choices, undefined).isShown) return [];
      const text = part.type === "tool" ? `${part.arguments}\n${part.result ?? ""}` : part.text;
      const ranges = findsIn(text, instructions).map(({ start, end }): [number, number] => [start, end]);
      return ranges.length > 0 ? [{ ...at, action: "blacken", ranges }] : [];
    }),
  );
  return { ...choices, rules: [...choices.rules, ...found] };
}

/** Without what still runs at the end, and the question it answers. */
export function finishedTurns(messages: readonly MessageView[]): readonly MessageView[] {
  const open = messages.findIndex(({ status }) => status === "running" || status === "waiting");
  if (open < 0) return messages;
  return messages.slice(0, messages[open - 1]?.role === "user" ? open - 1 : open);
}

/** Whether this part is shown, and what of it is not. */
export function choiceOf(
  { type }: Pick<MessagePart, "type">,
  choices: Pick<ShareChoices, "reasoning" | "tools">,
  rule: ShareRule | undefined,
): { isShown: boolean; ranges: readonly [number, number][] } {
  if (rule?.action === "hide") return { isShown: false, ranges: [] };
  // Notices are the product's own, or what an import could not place, such as instructions: nobody said them.
  const kinds: Partial<Record<MessagePart["type"], boolean>> = {
    ...{ reasoning: choices.reasoning, tool: choices.tools, notice: false },
  };
  const isShown = kinds[type] ?? true;
  return { isShown: isShown || rule !== undefined, ranges: rule?.ranges ?? [] };
}

type Rules = ReadonlyMap<string, ShareRule>;
const keyOf = ({ messageId, part }: Pick<ShareRule, "messageId" | "part">) => `${messageId} ${part ?? ""}`;
const rulesOf = (rules: readonly ShareRule[]): Rules => new Map(rules.map((rule) => [keyOf(rule), rule]));

function shared(message: MessageView, choices: ShareChoices, rules: Rules): SharedMessage {
  const { id, role, status, completion } = message;
  const isHidden = rules.get(keyOf({ messageId: id, part: null }))?.action === "hide";
  const withheld = { reasoning: 0, tools: 0, others: 0 };
  const parts = isHidden
    ? []
    : message.parts.flatMap((part, index) => {
        const rule = rules.get(keyOf({ messageId: id, part: index }));
        const { isShown, ranges } = choiceOf(part, choices, rule);
        if (isShown) return sharedPart(part, ranges);
        if (part.type !== "notice")
          withheld[part.type === "reasoning" ? "reasoning" : part.type === "tool" ? "tools" : "others"] += 1;
        return [];
      });
  return {
    role,
    at: message.createdAt,
    model: completion?.model ?? null,
    state: status === "running" || status === "waiting" ? "interrupted" : status,
    isEdited: message.editedFromId !== null,
    isContinued: message.continuesId !== null,
    isHidden,
    parts: joinSharedTexts(parts),
    withheld,
    figures:
      choices.figures && !isHidden && completion
        ? {
            totalMs: completion.timings.totalMs,
            outputTokens: completion.usage?.outputTokens ?? null,
            reasoningTokens: completion.usage?.reasoningTokens ?? null,
          }
        : null,
  };
}

function sharedPart(part: MessagePart, ranges: readonly [number, number][]): SharedPart[] {
  const text = blackened(part.text, ranges);
  switch (part.type) {
    case "text":
    case "refusal":
    case "notice":
      return [{ type: part.type, text }];
    case "reasoning":
      return [{ type: "reasoning", text, kind: part.kind, durationMs: part.durationMs }];
    case "tool": {
      // Its passages cannot be told by one range: a tool with something to blacken is shown by its name alone.
      const { name, state, result } = part;
      const isBlack = ranges.length > 0;
      const shownResult = isBlack && result !== null ? black : result;
      return [
        {
          ...{ type: "tool", name, state: state === "running" ? "not_run" : state },
          ...{ arguments: isBlack ? black : part.arguments, result: shownResult },
        },
      ];
    }
    default:
      return part satisfies never;
  }
}

/** Words that are black are so wherever text of the conversation can stand. */
function worded(message: SharedMessage, words: readonly string[]): SharedMessage {
  if (words.length === 0) return message;
  const without = (text: string) => withoutWords(text, words);
  return {
    ...message,
    model: message.model && without(message.model),
    parts: message.parts.map((part) =>
      part.type === "tool"
        ? {
            ...part,
            ...{ name: without(part.name), arguments: without(part.arguments) },
            result: part.result && without(part.result),
          }
        : { ...part, text: without(part.text) },
    ),
  };
}

/** As on the page of the conversation: the words before and after a cut are one text. */
function joinSharedTexts(parts: readonly SharedPart[]): SharedPart[] {
  const joined: SharedPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "text" && last?.type === "text")
      joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
