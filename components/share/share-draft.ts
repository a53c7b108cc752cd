import type { ReviewedPart, ShareReview, ShareView, UpdateShare } from "@/lib/contract/shares";
import { blackened } from "@/lib/share/blacken";
import type { ShareRule } from "@/lib/share/choices";

export interface ShareDraft {
  title: string;
  mode: "frozen" | "live";
  reasoning: boolean;
  tools: boolean;
  figures: boolean;
  /** messages of which nothing is shown */
  hidden: ReadonlySet<string>;
  /** parts that are not as their kind is, by message and place */
  parts: ReadonlyMap<string, boolean>;
  /** what was found and decided: true = it becomes black */
  decisions: ReadonlyMap<string, boolean>;
  /** made black wherever they stand */
  words: readonly string[];
  /** typed and not added yet; counts as well */
  word: string;
  /** "" = none, or the one it has */
  passphrase: string;
  hasPassphrase: boolean;
  /** undefined: the end it has */
  expiresInDays: number | null | undefined;
  continuable: boolean;
  indexable: boolean;
  cardTitle: boolean;
  /** origins, by blanks or lines */
  frames: string;
}

const keyOf = (messageId: string, part: number) => `${messageId} ${part}`;
type Found = ReviewedPart["finds"][number];
const findKey = (messageId: string, part: number, { start, end }: Found) => `${messageId} ${part} ${start} ${end}`;

export const untitled = "Shared conversation";

/** As it is when the dialog opens: what nobody has looked at yet is left out. */
export function newDraft(review: ShareReview): ShareDraft {
  return {
    title: titleOf(review),
    ...{ mode: "frozen", reasoning: false, tools: false, figures: false },
    ...{ hidden: new Set<string>(), parts: new Map(), decisions: new Map(), words: [], word: "" },
    ...{ passphrase: "", hasPassphrase: false, expiresInDays: 30, continuable: true, indexable: false },
    ...{ cardTitle: false, frames: "" },
  };
}

/** The title is made of the first question, and cut somewhere: half a key looks like none. */
function titleOf({ title, titleFinds, messages }: ShareReview): string {
  const finds = messages[0]?.parts.flatMap((part) => part.finds) ?? [];
  if (finds.some(({ kind }) => kind === "key" || kind === "password")) return untitled;
  return blackened(
    title,
    titleFinds.map(({ start, end }) => [start, end]),
  );
}

/** What was decided about a link that exists, to be looked at again and changed. What was not there then is asked about. */
export function draftOf(share: ShareView, review: ShareReview): ShareDraft {
  const { mode, title, reasoning, tools, figures, continuable, indexable, cardTitle, words } = share;
  const hidden = new Set(share.rules.flatMap(({ messageId, part }) => (part === null ? [messageId] : [])));
  // A frozen link grows by what somebody wants in it, not by what was written since.
  if (mode === "frozen") for (const id of newSince(share, review)) hidden.add(id);
  const parts = new Map<string, boolean>();
  const decisions = new Map<string, boolean>();
  for (const { id, parts: all } of review.messages)
    for (const [index, part] of all.entries()) {
      const rule = share.rules.find((each) => each.messageId === id && each.part === index);
      if (!rule) continue;
      parts.set(keyOf(id, index), rule.action !== "hide");
      for (const find of part.finds) {
        if (covers(rule.ranges, find)) decisions.set(findKey(id, index, find), true);
        else if (covers(rule.shown, find)) decisions.set(findKey(id, index, find), false);
      }
    }
  return {
    ...{ title, mode, reasoning, tools, figures, continuable, indexable, cardTitle, hidden, parts, decisions, words },
    ...{ passphrase: "", hasPassphrase: share.audience === "passphrase", frames: share.frameAncestors.join("\n") },
    ...{ expiresInDays: undefined, word: "" },
  };
}

/** Messages that stand after the end of a link. */
export function newSince({ leafId }: Pick<ShareView, "leafId">, { messages }: ShareReview): string[] {
  const end = messages.findIndex(({ id }) => id === leafId);
  return end < 0 ? [] : messages.slice(end + 1).map(({ id }) => id);
}

/** The words that become black, with one that was typed and not added. */
export function wordsOf({ words, word }: Pick<ShareDraft, "words" | "word">): string[] {
  const typed = word.trim();
  return typed === "" || words.includes(typed) ? [...words] : [...words, typed];
}

const covers = (ranges: readonly [number, number][] | undefined, find: Found): boolean =>
  ranges?.some(([start, end]) => start <= find.start && find.end <= end) ?? false;

/** Of the first message the title goes too, where nobody has written another. */
export function withHidden(draft: ShareDraft, review: ShareReview, messageId: string, isHidden: boolean): ShareDraft {
  const hidden = new Set(draft.hidden);
  if (isHidden) hidden.add(messageId);
  else hidden.delete(messageId);
  const isTelling = isHidden && review.messages[0]?.id === messageId && draft.title === titleOf(review);
  return { ...draft, hidden, title: isTelling ? untitled : draft.title };
}

export function isPartShown(draft: ShareDraft, messageId: string, index: number, { type }: ReviewedPart): boolean {
  if (draft.hidden.has(messageId)) return false;
  const kinds: Partial<Record<ReviewedPart["type"], boolean>> = {
    ...{ reasoning: draft.reasoning, tool: draft.tools, notice: false },
  };
  const isUsual = kinds[type] ?? true;
  return draft.parts.get(keyOf(messageId, index)) ?? isUsual;
}

export function withPart(draft: ShareDraft, messageId: string, index: number, isShown: boolean): ShareDraft {
  return { ...draft, parts: new Map(draft.parts).set(keyOf(messageId, index), isShown) };
}

/** A kind of parts for all messages; single exceptions of this kind are over. */
export function withKind(
  draft: ShareDraft,
  review: ShareReview,
  kind: "reasoning" | "tools",
  isShown: boolean,
): ShareDraft {
  const type = kind === "tools" ? "tool" : "reasoning";
  const parts = new Map(draft.parts);
  for (const message of review.messages)
    for (const [index, part] of message.parts.entries()) if (part.type === type) parts.delete(keyOf(message.id, index));
  return { ...draft, [kind]: isShown, parts };
}

export interface OpenFind extends Found {
  key: string;
  /** what it is, with some words around it */
  before: string;
  text: string;
  after: string;
  /** null = not decided yet */
  isBlack: boolean | null;
}

const around = 28;

/** Everything that was found in what is shown, in order. */
export function findsOf(draft: ShareDraft, review: ShareReview): OpenFind[] {
  return review.messages.flatMap(({ id, parts }) =>
    parts.flatMap((part, index) =>
      isPartShown(draft, id, index, part)
        ? part.finds.map((find) => {
            const key = findKey(id, index, find);
            const { start, end } = find;
            return {
              ...{ ...find, key, isBlack: draft.decisions.get(key) ?? null },
              before: part.text.slice(Math.max(0, start - around), start),
              text: part.text.slice(start, end),
              after: part.text.slice(end, end + around),
            };
          })
        : [],
    ),
  );
}

export function withDecisions(draft: ShareDraft, keys: readonly string[], isBlack: boolean): ShareDraft {
  const decisions = new Map(draft.decisions);
  for (const key of keys) decisions.set(key, isBlack);
  return { ...draft, decisions };
}

export function rulesOf(draft: ShareDraft, review: ShareReview): ShareRule[] {
  return review.messages.flatMap(({ id: messageId, parts }): ShareRule[] => {
    if (draft.hidden.has(messageId)) return [{ messageId, part: null, action: "hide" }];
    return parts.flatMap((part, index): ShareRule[] => {
      const at = { messageId, part: index };
      const isException = draft.parts.has(keyOf(messageId, index));
      if (!isPartShown(draft, messageId, index, part)) return isException ? [{ ...at, action: "hide" }] : [];
      const decided = (isBlack: boolean) =>
        part.finds.flatMap((find): [number, number][] =>
          draft.decisions.get(findKey(messageId, index, find)) === isBlack ? [[find.start, find.end]] : [],
        );
      const [ranges, shown] = [decided(true), decided(false)];
      const looked = shown.length > 0 ? { shown } : {};
      if (ranges.length > 0) return [{ ...at, action: "blacken", ranges, ...looked }];
      return isException || shown.length > 0 ? [{ ...at, action: "show", ...looked }] : [];
    });
  });
}

/** What is sent; of the preview without the passphrase. */
export function bodyOf(draft: ShareDraft, review: ShareReview): Omit<UpdateShare, "passphrase"> {
  const { mode, reasoning, tools, figures, expiresInDays, continuable, indexable, cardTitle, frames } = draft;
  const title = (draft.title.trim() || untitled).slice(0, 200);
  return {
    ...{ title, leafId: review.leafId, fromId: review.fromId, mode, reasoning, tools, figures, cardTitle },
    ...{ indexable, continuable, words: wordsOf(draft), rules: rulesOf(draft, review) },
    ...(expiresInDays === undefined ? {} : { expiresInDays }),
    frameAncestors: frames.split(/\s+/).filter(Boolean),
  };
}
