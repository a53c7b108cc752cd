import { expect, test } from "vitest";
import { titleFromModel, titleFromQuestion } from "./title";

test.each([
  ["Why is the sky blue?", "Why is the sky blue?"],
  ["Why is the sky blue? And why is the sunset red?", "Why is the sky blue?"],
  ["# Heading\n\nbody", "Heading"],
  ["\n\n  \n- first point", "first point"],
  ["`code` **bold** question", "code bold question"],
  ["", "New conversation"],
  ["   \n\t", "New conversation"],
  ["你好，世界", "你好，世界"],
])("%j is titled %j", (question, title) => {
  expect(titleFromQuestion(question)).toBe(title);
});

test("a long question is cut at a word, a long word anywhere, an emoji never", () => {
  const title = titleFromQuestion(`${"word ".repeat(40)}end`);
  expect(title.length).toBeLessThanOrEqual(61);
  expect(title).toMatch(/word…$/);
  expect([...titleFromQuestion("😀".repeat(100))]).toHaveLength(61);
});

test.each([
  ["Blue sky physics", "Blue sky physics"],
  ['"Blue sky physics."', "Blue sky physics"],
  ["Title: **Blue sky**\nmore", "Blue sky"],
  ["", null],
  ["x".repeat(300), null],
])("the reply %j gives %j", (reply, title) => {
  expect(titleFromModel(reply)).toBe(title);
});
