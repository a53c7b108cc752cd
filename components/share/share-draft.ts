import type { CreateShare, ReviewedMessage, ReviewedPart, ShareReview, ShareView } from "@/lib/contract/shares";
import { blackened } from "@/lib/share/blacken";
import type { ShareRule } from "@/lib/share/choices";

export interface ShareDraft {
  title: string;
  mode: "frozen" | "live";
  /** the last question and its answer alone */
  isExchange: boolean;
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
  /** "" = none, or the one it has */
  passphrase: string;
  hasPassphrase: boolean;
  expiresInDays: number | null;
  continuable: boolean;
  indexable: boolean;
  cardTitle: boolean;
  /** origins, by blanks or lines */
  frames: string;
}

const keyOf = (messageId: string, part: number) => `${messageId} ${part}`;
type Found = ReviewedPart["finds"][number];
const findKey = (messageId: string, part: number, { start, end }: Found) => `${messageId} ${part} ${start} ${end}`;

/** As it is when the dialog opens: what nobody has looked at yet is left out. */
export function newDraft({ title, titleFinds }: ShareReview): ShareDraft {
  return {
    title: blackened(
      title,
      titleFinds.map(({ start, end }) => [start, end]),
    ),
    ...{ mode: "frozen", isExchange: false, reasoning: false, tools: false, figures: false },
    ...{ hidden: new Set<string>(), parts: new Map(), decisions: new Map(), words: [] },
    ...{ passphrase: "", hasPassphrase: false, expiresInDays: 30, continuable: true, indexable: false },
    ...{ cardTitle: false, frames: "" },
  };
}

/** What was decided about a link that exists, to be looked at again and changed. */
export function draftOf(share: ShareView, review: ShareReview): ShareDraft {
  const { mode, title, reasoning, tools, figures, continuable, indexable, cardTitle, fromId } = share;
  const hidden = new Set(share.rules.flatMap(({ messageId, part }) => (part === null ? [messageId] : [])));
  const parts = new Map<string, boolean>();
  const decisions = new Map<string, boolean>();
  /** by their small letters: they are looked for in whatever case */
  const words = new Map<string, string>();
  const addWord = (word: string) =>
    word !== "" && !words.has(word.toLowerCase()) && words.set(word.toLowerCase(), word);
  for (const { id, parts: all } of review.messages)
    for (const [index, part] of all.entries()) {
      const rule = share.rules.find((each) => each.messageId === id && each.part === index);
      if (rule) parts.set(keyOf(id, index), rule.action !== "hide");
      const ranges = rule?.ranges ?? [];
      for (const find of part.finds)
        decisions.set(
          findKey(id, index, find),
          ranges.some(([start, end]) => start <= find.start && find.end <= end),
        );
      for (const [start, end] of ranges)
        if (!part.finds.some((find) => find.start === start && find.end === end)) addWord(part.text.slice(start, end));
    }
  return {
    ...{ title, mode, reasoning, tools, figures, continuable, indexable, cardTitle, hidden, parts, decisions },
    ...{ isExchange: fromId !== null, words: [...words.values()] },
    ...{ passphrase: "", hasPassphrase: share.audience === "passphrase", frames: share.frameAncestors.join("\n") },
    expiresInDays: share.expiresAt === null ? null : 30,
  };
}

/** The messages that are shared: all of the branch, or its last question with what answered it. */
export function extentOf({ isExchange }: ShareDraft, { messages }: ShareReview): readonly ReviewedMessage[] {
  if (!isExchange) return messages;
  const last = messages.findLastIndex(({ role }) => role === "user");
  return messages.slice(Math.max(0, last));
}

export function isPartShown(draft: ShareDraft, messageId: string, index: number, { type }: ReviewedPart): boolean {
  if (draft.hidden.has(messageId)) return false;
  const isUsual = type === "reasoning" ? draft.reasoning : type === "tool" ? draft.tools : true;
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
  return extentOf(draft, review).flatMap(({ id, parts }) =>
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

/** Where these words stand, in whatever case. */
export function placesOf(text: string, word: string): [number, number][] {
  const [lower, sought] = [text.toLowerCase(), word.toLowerCase()];
  // Letters that are longer in the other case would shift the places: then only the same case is found.
  const [inText, of] = lower.length === text.length && sought.length === word.length ? [lower, sought] : [text, word];
  const places: [number, number][] = [];
  if (of === "") return places;
  for (let at = inText.indexOf(of); at >= 0; at = inText.indexOf(of, at + of.length)) places.push([at, at + of.length]);
  return places;
}

export function rulesOf(draft: ShareDraft, review: ShareReview): ShareRule[] {
  return extentOf(draft, review).flatMap(({ id: messageId, parts }): ShareRule[] => {
    if (draft.hidden.has(messageId)) return [{ messageId, part: null, action: "hide" }];
    return parts.flatMap((part, index): ShareRule[] => {
      const isShown = isPartShown(draft, messageId, index, part);
      const ranges = isShown
        ? [
            ...part.finds.flatMap((find): [number, number][] =>
              draft.decisions.get(findKey(messageId, index, find)) ? [[find.start, find.end]] : [],
            ),
            ...draft.words.flatMap((word) => placesOf(part.text, word)),
          ]
        : [];
      if (ranges.length > 0) return [{ messageId, part: index, action: "blacken", ranges }];
      if (!draft.parts.has(keyOf(messageId, index))) return [];
      return [{ messageId, part: index, action: isShown ? "show" : "hide" }];
    });
  });
}

/** What is sent; of the preview without the passphrase. */
export function bodyOf(draft: ShareDraft, review: ShareReview): Omit<CreateShare, "passphrase"> {
  const { mode, reasoning, tools, figures, expiresInDays, continuable, indexable, cardTitle, frames } = draft;
  const title = blackened(
    draft.title.trim() || "Shared conversation",
    draft.words.flatMap((word) => placesOf(draft.title.trim(), word)),
  );
  return {
    ...{
      title: title.slice(0, 200),
      leafId: review.leafId,
      mode,
      reasoning,
      tools,
      figures,
      cardTitle,
      indexable,
      continuable,
    },
    ...{ expiresInDays, rules: rulesOf(draft, review).map((rule) => ({ ...rule, ranges: rule.ranges })) },
    fromId: draft.isExchange ? (extentOf(draft, review)[0]?.id ?? null) : null,
    frameAncestors: frames.split(/\s+/).filter(Boolean),
  };
}
