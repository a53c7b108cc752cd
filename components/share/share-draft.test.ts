import { describe, expect, test } from "vitest";
import type { ReviewedPart, ShareReview, ShareView } from "@/lib/contract/shares";
import {
  bodyOf,
  draftOf,
  findsOf,
  newDraft,
  rulesOf,
  withDecisions,
  withHidden,
  withKind,
  withPart,
} from "./share-draft";

const part = (type: ReviewedPart["type"], text: string, finds: ReviewedPart["finds"] = []): ReviewedPart => ({
  ...{ type, text, finds, name: type === "tool" ? "calculator" : null },
});
const review: ShareReview = {
  ...{ title: "My key sk-1", titleFinds: [{ kind: "key", start: 7, end: 11 }], leafId: "a2", fromId: null },
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
      title: "Shared conversation",
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

  test("decisions and exceptions become rules of what is shown, and of nothing else", () => {
    const [find] = findsOf(draft, review);
    const decided = { ...withDecisions(withPart(draft, "a2", 0, true), [find?.key ?? ""], true), words: ["falcon"] };
    expect(rulesOf(decided, review)).toEqual([
      { messageId: "q1", part: 0, action: "blacken", ranges: [[7, 11]] },
      { messageId: "a2", part: 0, action: "show" },
    ]);
    expect(rulesOf({ ...decided, hidden: new Set(["q1", "a1"]) }, review).slice(0, 2)).toEqual([
      { messageId: "q1", part: null, action: "hide" },
      { messageId: "a1", part: null, action: "hide" },
    ]);
    expect(rulesOf(withPart(draft, "a1", 1, false), review)).toEqual([{ messageId: "a1", part: 1, action: "hide" }]);
    expect(bodyOf(decided, review).words).toEqual(["falcon"]);
  });

  test("a word that was typed and not added counts", () => {
    expect(bodyOf({ ...draft, words: ["one"], word: " two " }, review).words).toEqual(["one", "two"]);
    expect(bodyOf({ ...draft, words: ["one"], word: "one" }, review).words).toEqual(["one"]);
  });

  test("a frozen link does not grow by itself: what was written since is left out until it is wanted", () => {
    const body = bodyOf(draft, { ...review, leafId: "a1" });
    const share = { ...body, audience: "link", expiresAt: null } as unknown as ShareView;
    expect([...draftOf(share, review).hidden]).toEqual(["q2", "a2"]);
    expect([...draftOf({ ...share, mode: "live" }, review).hidden]).toEqual([]);
  });

  test("with the first question its title goes, unless somebody has written another", () => {
    expect(withHidden({ ...draft, title: "Mine" }, review, "q1", true).title).toBe("Mine");
    const plain: ShareReview = { ...review, title: "Fine", titleFinds: [], messages: review.messages.slice(2) };
    const open = newDraft(plain);
    expect(open.title).toBe("Fine");
    expect(withHidden(open, plain, "q2", true)).toMatchObject({
      title: "Shared conversation",
      hidden: new Set(["q2"]),
    });
    expect(withHidden(open, plain, "a2", true).title).toBe("Fine");
  });

  test("of a link that exists is what was decided about it; what came since is asked about", () => {
    const shown = withKind(draft, review, "reasoning", true);
    const [key, mail] = findsOf(shown, review);
    const decided = withDecisions(withDecisions(shown, [key?.key ?? ""], true), [mail?.key ?? ""], false);
    const body = bodyOf({ ...decided, words: ["Falcon"] }, review);
    const share = { ...body, audience: "link", expiresAt: null } as unknown as ShareView;
    const again = draftOf(share, review);
    expect(findsOf(again, review).map(({ isBlack }) => isBlack)).toEqual([true, false]);
    expect(again.words).toEqual(["Falcon"]);
    expect(bodyOf(again, review)).toEqual({ ...body, expiresInDays: undefined });
    const later: ShareReview = {
      ...review,
      messages: [
        ...review.messages,
        {
          ...{ id: "q3", role: "user", at: "", words: "" },
          parts: [part("text", "x@y.de", [{ kind: "mail", start: 0, end: 6 }])],
        },
      ],
    };
    expect(findsOf(draftOf({ ...share, mode: "live" }, later), later).at(-1)).toMatchObject({ isBlack: null });
  });
});
