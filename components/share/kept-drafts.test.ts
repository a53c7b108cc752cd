import { expect, test } from "vitest";
import type { ShareReview, ShareView } from "@/lib/contract/shares";
import { dropDraft, keepDraft, keptDraft } from "./kept-drafts";
import { newDraft } from "./share-draft";

const reviewOf = (...ids: string[]): ShareReview => ({
  ...{ title: "T", titleFinds: [], leafId: ids.at(-1) ?? "", fromId: null },
  messages: ids.map((id) => ({ id, role: "user", at: "", words: "", parts: [] })),
});
const [before, after] = [reviewOf("q1", "a1"), reviewOf("q1", "a1", "q2", "a2")];
const draft = { ...newDraft(before), title: "Mine", words: ["Falcon"], hidden: new Set(["q1"]) };
const link = { leafId: "a1", mode: "frozen" } as ShareView;

test("what was left undone is there again, of its own conversation, until it is dropped", () => {
  keepDraft("one ", draft, before);
  expect(keptDraft("one ", null, before)).toEqual(draft);
  expect(keptDraft("two ", null, before)).toBeNull();
  dropDraft("one ");
  expect(keptDraft("one ", null, before)).toBeNull();
});

test("what came since is no part of a frozen link until somebody wants it", () => {
  keepDraft("one ", draft, before);
  expect(keptDraft("one ", link, after)?.hidden).toEqual(new Set(["q1", "q2", "a2"]));
  expect(keptDraft("one ", null, after)?.hidden).toEqual(new Set(["q1"]));
  keepDraft("one ", { ...draft, mode: "live" }, before);
  expect(keptDraft("one ", link, after)?.hidden).toEqual(new Set(["q1"]));
});

test("decisions about another branch stay where they are", () => {
  keepDraft("one ", draft, before);
  expect(keptDraft("one ", null, reviewOf("q1", "b1"))).toBeNull();
  expect(keptDraft("one ", null, before)).toEqual(draft);
});

test("without the link whose end it kept, an end is chosen anew", () => {
  keepDraft("one ", { ...draft, expiresInDays: undefined }, before);
  expect(keptDraft("one ", link, before)?.expiresInDays).toBeUndefined();
  expect(keptDraft("one ", null, before)?.expiresInDays).toBe(30);
});
