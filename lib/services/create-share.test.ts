import { expect, test } from "vitest";
import { limits } from "@/lib/config/limits";
import { contentOf } from "./create-share";

test("a page longer than anybody reads is refused with what to do about it", () => {
  const around = contentOf({ title: "", messages: [] }).length;
  const fits = "x".repeat(limits.shareCharacters - around);
  expect(contentOf({ title: fits, messages: [] })).toHaveLength(limits.shareCharacters);
  expect(() => contentOf({ title: `${fits}x`, messages: [] })).toThrow(
    expect.objectContaining({ code: "body_too_large", userMessage: expect.stringContaining("a single exchange") }),
  );
});
