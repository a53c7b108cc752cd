import { expect, test } from "vitest";
import { createRepetitionWatch } from "@/lib/reasoning/repetition";
import { entries } from "./match";
import { ask } from "./practice-client.test-support";

test.each(entries.filter(({ word }) => !/hang|html|error \d|context/.test(word)).map(({ word }) => word))(
  "the practice model's %s is no runaway",
  async (word) => {
    const { content, reasoning } = await ask([{ role: "user", content: word }], { reasoning: { effort: "high" } });
    expect(createRepetitionWatch("reasoning").push(reasoning)).toBe(false);
    expect(createRepetitionWatch("text").push(content)).toBe(false);
  },
);
