import { expect, test } from "vitest";
import type { ConversationPageView, MessageView } from "@/lib/conversation/message";
import { newQuestion } from "./conversation-state";
import { mergePage } from "./merge-page";

const branch = (...ids: string[]): MessageView[] => ids.map((id, index) => newQuestion(id, ids[index - 1] ?? null, id));
const page = (messages: MessageView[], more: Partial<ConversationPageView> = {}): ConversationPageView => ({
  ...{ id: "c", title: "", activeLeafId: null, connectionId: null, model: null, settings: {}, version: 0, messages },
  ...{ temporaryUntil: null, hasMore: true, previousCursor: messages[0]?.id ?? null, nextCursor: null },
  ...more,
});
const idsOf = ({ messages }: { messages: readonly MessageView[] }) => messages.map(({ id }) => id).join(" ");

test("the newest page read again leaves the older messages, and keeps what has not changed", () => {
  const before = { messages: branch("a", "b", "c", "d"), previousCursor: "a" };
  const merged = mergePage(before, page(branch("a", "b", "c", "d", "e").slice(2)));
  expect(idsOf(merged)).toBe("a b c d e");
  expect(merged.previousCursor).toBe("a");
  expect(merged.messages[2]).toBe(before.messages[2]);
});

test("a page that begins right after the last message follows it", () => {
  const merged = mergePage(
    { messages: branch("a", "b"), previousCursor: null },
    page(branch("a", "b", "c", "d").slice(2)),
  );
  expect(idsOf(merged)).toBe("a b c d");
  expect(merged.previousCursor).toBeNull();
});

test("the page of another branch takes the place of everything", () => {
  const merged = mergePage(
    { messages: branch("a", "b", "c"), previousCursor: null },
    page(branch("x", "y", "z").slice(1)),
  );
  expect(idsOf(merged)).toBe("y z");
  expect(merged.previousCursor).toBe("y");
});

test("a page with the beginning of the branch is the branch", () => {
  const whole = page(branch("a", "b2"), { hasMore: false, previousCursor: null });
  const merged = mergePage({ messages: branch("a", "b", "c"), previousCursor: null }, whole);
  expect(idsOf(merged)).toBe("a b2");
});
