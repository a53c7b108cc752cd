import { expect, test } from "vitest";
import { fileNameOf } from "./file-name";

test.each([
  ["On tides", "2026-03-01 On tides.md"],
  ['  a/b\\c:d*e?f"g<h>i|j  ', "2026-03-01 a b c d e f g h i j.md"],
  ["../../etc/passwd", "2026-03-01 .. .. etc passwd.md"],
  ["line\r\nbreak\u0000\u202e", "2026-03-01 line break.md"],
  ["dots...", "2026-03-01 dots.md"],
  ["", "2026-03-01 Conversation.md"],
  ["\ud83d", "2026-03-01 \ufffd.md"],
  ["日本語 🌊", "2026-03-01 日本語 🌊.md"],
])("%j", (title, expected) => {
  expect(fileNameOf({ title, createdAt: "2026-03-01T10:00:00.000Z", extension: "md" })).toBe(expected);
});

test("a long title is cut between characters", () => {
  const name = fileNameOf({ title: "🌊".repeat(500), createdAt: "2026-03-01T10:00:00.000Z", extension: "md" });
  expect(name).toBe(`2026-03-01 ${"🌊".repeat(80)}.md`);
});
