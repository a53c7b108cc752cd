import { describe, expect, test } from "vitest";
import type { ReviewedPart, ShareReview, ShareView } from "@/lib/contract/shares";
import {
  bodyOf,
  draftOf,
  extentOf,
  findsOf,
  newDraft,
  placesOf,
  rulesOf,
  withDecisions,
  withKind,
  withPart,
} from "./share-draft";

const part = (type: ReviewedPart["type"], text: string, finds: ReviewedPart["finds"] = []): ReviewedPart => ({
  ...{ type, text, finds, name: type === "tool" ? "calculator" : null },
});
const review: ShareReview = {
  ...{ title: "My key sk-1", titleFinds: [{ kind: "key", start: 7, end: 11 }], leafId: "a2" },
  messages: [
    {
      id: "q1",
      role: "user",
      at: "",
      words: "",
      parts: [part("text", "My key sk-1 of Falcon", [{ kind: "key", start: 7, end: 11 }])],
    },
    {
      id: "a1",
      role: "assistant",
      at: "",
      words: "",
      parts: [part("reasoning", "a b@c.de", [{ kind: "mail", start: 2, end: 8 }]), part("text", "falcon")],
    },
    { id: "q2", role: "user", at: "", words: "", parts: [part("text", "Next")] },
    { id: "a2", role: "assistant", at: "", words: "", parts: [part("tool", "1+1\n2"), part("text", "Two")] },
  ],
};
const draft = newDraft(review);

describe("a draft", () => {
  test("begins with nothing that was not looked at: no reasoning, no tools, a title without what was found", () => {
    expect(bodyOf(draft, review)).toMatchObject({
      title: "My key █████",
      reasoning: false,
      tools: false,
      figures: false,
      rules: [],
      leafId: "a2",
      fromId: null,
    });
    expect(findsOf(draft, review)).toMatchObject([{ kind: "key", text: "sk-1", isBlack: null }]);
  });

  test("what is shown besides is asked about too", () => {
    expect(findsOf(withKind(draft, review, "reasoning", true), review).map(({ kind }) => kind)).toEqual([
      "key",
      "mail",
    ]);
    expect(findsOf(withPart(draft, "a1", 0, true), review)).toHaveLength(2);
    expect(findsOf({ ...draft, hidden: new Set(["q1"]) }, review)).toEqual([]);
  });

  test("decisions, words and exceptions become rules of what is shown, and of nothing else", () => {
    const [find] = findsOf(draft, review);
    const decided = { ...withDecisions(withPart(draft, "a2", 0, true), [find?.key ?? ""], true), words: ["falcon"] };
    expect(rulesOf(decided, review)).toEqual([
      {
        messageId: "q1",
        part: 0,
        action: "blacken",
        ranges: [
          [7, 11],
          [15, 21],
        ],
      },
      { messageId: "a1", part: 1, action: "blacken", ranges: [[0, 6]] },
      { messageId: "a2", part: 0, action: "show" },
    ]);
    expect(rulesOf({ ...decided, hidden: new Set(["q1", "a1"]) }, review).slice(0, 2)).toEqual([
      { messageId: "q1", part: null, action: "hide" },
      { messageId: "a1", part: null, action: "hide" },
    ]);
    expect(bodyOf({ ...decided, title: "On FALCON" }, review).title).toBe("On █████");
  });

  test("of one exchange: the last question and what follows it", () => {
    const exchange = { ...draft, isExchange: true };
    expect(extentOf(exchange, review).map(({ id }) => id)).toEqual(["q2", "a2"]);
    expect(findsOf(exchange, review)).toEqual([]);
    expect(bodyOf(exchange, review).fromId).toBe("q2");
  });

  test("of a link that exists is what was decided about it", () => {
    const decided = { ...withDecisions(draft, [findsOf(draft, review)[0]?.key ?? ""], true), words: ["Falcon"] };
    const body = bodyOf(withPart(decided, "a1", 0, false), review);
    const share = { ...body, fromId: null, audience: "link", expiresAt: null } as unknown as ShareView;
    const again = draftOf(share, review);
    expect(findsOf(again, review)).toMatchObject([{ isBlack: true }]);
    expect(again.words).toEqual(["Falcon"]);
    expect(bodyOf(again, review).rules).toEqual(expect.arrayContaining(body.rules));
  });
});

test.each([
  [
    "one Two one",
    "ONE",
    [
      [0, 3],
      [8, 11],
    ],
  ],
  ["aaa", "aa", [[0, 2]]],
  ["İstanbul istanbul", "istanbul", [[9, 17]]],
  ["x", "", []],
])("the places of %s in %s", (text, word, places) => {
  expect(placesOf(text, word)).toEqual(places);
});
