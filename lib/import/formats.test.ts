import { describe, expect, test } from "vitest";
import { chatGptOf, node, richChatGpt, text } from "./__fixtures__/chatgpt";
import { listLibreChat, nestedLibreChat } from "./__fixtures__/librechat";
import { richOpenWebUi } from "./__fixtures__/open-webui";
import { foldParts } from "./fold-parts";
import { formatOf } from "./formats";
import { growTree, noAnswer, noQuestion } from "./tree";

const pause = () => undefined;

/** What a conversation of a file becomes, in short: parent, role, parts, model. */
async function grown(value: object) {
  const reader = formatOf(JSON.parse(JSON.stringify(value)));
  if (reader === null || reader === "verbatim") throw new Error("not recognised");
  const conversation = await reader.read(value, pause);
  const tree = growTree(conversation);
  return {
    format: reader.format,
    conversation,
    active: tree.activeLeaf,
    losses: [...conversation.losses, ...tree.losses],
    messages: tree.messages.map(({ parent, role, parts, model, status }) => ({
      ...{ parent, role, model, status },
      parts: foldParts(parts).map(({ type, text: words, data, durationMs }) => [type, words, data, durationMs]),
    })),
  };
}

describe("a ChatGPT export", () => {
  test("keeps tree, reasoning, tools, models, times; names what is not in it", async () => {
    const { format, messages, active, losses, conversation } = await grown(richChatGpt());
    expect(format).toBe("chatgpt");
    expect(messages).toEqual([
      {
        ...{ parent: null, role: "user", model: null, status: "done" },
        parts: [["text", "Where is this?\n[A picture that is not in the file]", null, null]],
      },
      {
        ...{ parent: 0, role: "assistant", model: "gpt-5-thinking", status: "done" },
        parts: [
          ["notice", "Instructions: I live in Oslo.\n\nBe brief.", null, null],
          [
            "reasoning",
            "**Looking at the tiles**\n\nBlue and white: azulejos.\n\n**Checking**\n\nLisbon or Porto?",
            { kind: "summary" },
            6000,
          ],
          ["tool", "", { name: "python", arguments: "print(6*7)", state: "done", result: "42" }, null],
          ["text", "In **Lisbon**.", null, null],
        ],
      },
      { parent: 1, role: "user", model: null, status: "done", parts: [["text", "Write a plan", null, null]] },
      {
        ...{ parent: 2, role: "assistant", model: "gpt-5", status: "done" },
        parts: [
          [
            "tool",
            "",
            {
              name: "canmore.create_textdoc",
              arguments: '{"name":"plan","type":"document","content":"Day 1"}',
              state: "done",
              result: "Successfully created text document with identifier: x",
            },
            null,
          ],
          ["text", "The plan is ready.", null, null],
        ],
      },
      { parent: 1, role: "user", model: null, status: "done", parts: [["text", "Or Porto?", null, null]] },
      {
        ...{ parent: 4, role: "assistant", model: "gpt-5-thinking", status: "stopped" },
        parts: [["text", "No", null, null]],
      },
    ]);
    expect(active).toBe(3);
    expect(losses).toEqual([
      { message: "q1", reason: "A picture of the type image_asset_pointer is not in the file." },
    ]);
    expect(conversation).toMatchObject({
      title: "A trip to Lisbon",
      id: "68a1b2c3-0000-8001-9002-aabbccddeeff",
      createdAt: 1_760_000_000_250,
      updatedAt: 1_760_000_600_250,
    });
  });

  test("reasoning the provider kept to itself is hidden reasoning with its duration", async () => {
    const { messages } = await grown(
      chatGptOf([
        node("q", null, ["t"], { role: "user", content: text("Q") }),
        node("t", "q", ["r"], { content: { content_type: "thoughts", thoughts: [] } }),
        node("r", "t", ["a"], {
          content: { content_type: "reasoning_recap", content: "…" },
          metadata: { finished_duration_sec: 2.5 },
        }),
        node("a", "r", [], { content: text("A") }),
      ]),
    );
    expect(messages[1]?.parts).toEqual([
      ["reasoning", "", { kind: "hidden" }, 2500],
      ["text", "A", null, null],
    ]);
  });

  test("unknown content without text, and a node that cannot be read, are in the report; the rest is kept", async () => {
    const { messages, losses } = await grown({
      ...chatGptOf([node("q", null, ["x"], { role: "user", content: text("Q") })]),
      mapping: {
        q: node("q", null, ["x"], { role: "user", content: text("Q") }),
        x: { id: "x", parent: "q", children: ["y"], message: { author: 7, content: null } },
        y: node("y", "x", ["a"], { content: { content_type: "holodeck", scene: 1 } }),
        a: node("a", "y", [], { content: text("A") }),
      },
    });
    expect(messages.map(({ parts }) => parts.map(([, words]) => words))).toEqual([["Q"], ["A"]]);
    expect(losses.map(({ message }) => message)).toEqual(["x", "y"]);
    expect(losses[1]?.reason).toContain("holodeck");
  });
});

describe("an Open WebUI export", () => {
  test("keeps tree, reasoning out of the text, tools, the open branch", async () => {
    const { format, messages, active, losses, conversation } = await grown(richOpenWebUi());
    expect(format).toBe("open-webui");
    expect(messages.map(({ parent, role, model }) => [parent, role, model])).toEqual([
      [null, "user", null],
      [0, "assistant", "qwen3:8b"],
      [1, "user", null],
      [2, "assistant", "qwen3:8b"],
      [0, "assistant", "qwen3:8b"],
    ]);
    expect(messages.map(({ parts }) => parts)).toEqual([
      [["text", "Is 1 < 2?", null, null]],
      [
        ["reasoning", "Is 1 < 2?\nIt is.", { kind: "raw" }, 3000],
        ["text", "Yes.", null, null],
      ],
      [["text", "What time is it?", null, null]],
      [
        ["tool", "", { name: "clock", arguments: '"{}"', state: "done", result: '"noon"' }, null],
        ["text", "It is noon.", null, null],
      ],
      [
        ["reasoning", "Hm.", { kind: "raw" }, null],
        ["text", "Of course <b>it</b> is.", null, null],
      ],
    ]);
    expect(active).toBe(3);
    expect(losses).toEqual([{ message: "m4", reason: "An attached file is not in the export." }]);
    expect(conversation).toMatchObject({
      title: "Comparison",
      createdAt: 1_760_000_000_000,
      updatedAt: 1_760_000_060_000,
    });
  });

  test("a chat alone, and an old one with a list instead of a tree", async () => {
    const { chat } = richOpenWebUi();
    expect((await grown(chat)).messages).toHaveLength(5);
    const list = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Q" },
      { role: "assistant", content: [{ type: "text", text: "A" }], model: "m" },
    ];
    const { messages } = await grown({ chat: { title: "T", messages: list } });
    expect(messages.map(({ parts }) => parts.map(([type, words]) => [type, words]))).toEqual([
      [["text", "Q"]],
      [
        ["notice", "Instructions: Be brief."],
        ["text", "A"],
      ],
    ]);
  });
});

describe("a LibreChat export", () => {
  test.each([
    ["as a list", listLibreChat()],
    ["as children in children", nestedLibreChat()],
  ])("%s keeps tree, reasoning, tools, models, times", async (_, file) => {
    const { format, messages, active, losses, conversation } = await grown(file);
    expect(format).toBe("librechat");
    expect(active).toBe(3);
    expect(messages).toEqual([
      {
        parent: null,
        role: "user",
        model: null,
        status: "done",
        parts: [["text", "Why is the sky blue?", null, null]],
      },
      {
        ...{ parent: 0, role: "assistant", model: "deepseek-reasoner", status: "done" },
        parts: [
          ["reasoning", "Rayleigh.", { kind: "raw" }, null],
          ["text", "Because of scattering.", null, null],
        ],
      },
      { parent: 1, role: "user", model: null, status: "done", parts: [["text", "And at dusk?", null, null]] },
      {
        ...{ parent: 2, role: "assistant", model: "deepseek-reasoner", status: "done" },
        parts: [
          ["tool", "", { name: "search", arguments: '{"q":"dusk"}', state: "done", result: "red" }, null],
          ["text", "Red.", null, null],
        ],
      },
      {
        ...{ parent: 0, role: "assistant", model: "deepseek-reasoner", status: "stopped" },
        parts: [
          ["reasoning", "Short.", { kind: "raw" }, null],
          ["text", "Scattering.", null, null],
        ],
      },
    ]);
    expect(losses).toEqual([]);
    expect(conversation).toMatchObject({
      title: "The sky",
      createdAt: 1_760_000_001_000,
      updatedAt: 1_760_000_005_000,
    });
  });
});

describe("hostile and broken conversations", () => {
  const q = (id: string, parent: string | null) => node(id, parent, [], { role: "user", content: text(id) });
  const a = (id: string, parent: string | null) => node(id, parent, [], { content: text(id) });
  const wordsOf = (messages: Awaited<ReturnType<typeof grown>>["messages"]) =>
    messages.map(({ parent, role, parts }) => [parent, role, parts.map(([, words]) => words).join("|")]);

  test("a circle is opened, a missing parent is a new beginning; both are named, no word is lost", async () => {
    const { messages, losses } = await grown(
      chatGptOf([q("q1", "a2"), a("a1", "q1"), q("q2", "a1"), a("a2", "q2"), a("lost", "nowhere")]),
    );
    expect(wordsOf(messages)).toEqual([
      [null, "user", noQuestion],
      [0, "assistant", "lost"],
      [null, "user", "q1"],
      [2, "assistant", "a1"],
      [3, "user", "q2"],
      [4, "assistant", "a2"],
    ]);
    expect(losses.map(({ message }) => message)).toEqual(["lost", "q1"]);
  });

  test("a question under a question, one without an answer, an answer first: filled in visibly", async () => {
    const { messages, active } = await grown(
      chatGptOf([a("a0", null), q("q1", "a0"), q("q2", "q1")], { current_node: "q2" }),
    );
    expect(wordsOf(messages)).toEqual([
      [null, "user", noQuestion],
      [0, "assistant", "a0"],
      [1, "user", "q1"],
      [2, "assistant", noAnswer],
      [3, "user", "q2"],
      [4, "assistant", noAnswer],
    ]);
    expect(active).toBe(5);
  });

  test("a row of answers that parts: each version has the whole row", async () => {
    const { messages } = await grown(chatGptOf([q("q", null), a("one", "q"), a("two", "one"), a("other", "one")]));
    expect(wordsOf(messages)).toEqual([
      [null, "user", "q"],
      [0, "assistant", "one|two"],
      [0, "assistant", "one|other"],
    ]);
  });

  test("a node named __proto__, U+0000, half a character, HTML: words, and nothing else", async () => {
    const file = chatGptOf([q("q", null)]);
    const nodes = JSON.stringify(
      node("__proto__", "q", [], { content: text("<script>alert(1)</script>\u0000\ud83d") }),
    );
    const value: object = JSON.parse(JSON.stringify(file).replace('"mapping":{', `"mapping":{"__proto__":${nodes},`));
    const { messages, losses } = await grown(value);
    expect(wordsOf(messages)).toEqual([
      [null, "user", "q"],
      [0, "assistant", "<script>alert(1)</script>\ufffd"],
    ]);
    expect(losses).toEqual([]);
    expect(Object.prototype).not.toHaveProperty("message");
  });

  test("ten thousand rows that part at each step, a chain of 50,000, and children 5,000 deep end in time", {
    timeout: 60_000,
  }, async () => {
    const comb = [q("q", null), a("a0", "q")];
    for (let index = 1; index < 10_000; index += 1)
      comb.push(a(`a${index}`, `a${index - 1}`), q(`b${index}`, `a${index - 1}`));
    const chain = Array.from({ length: 50_000 }, (_, index) =>
      (index % 2 ? a : q)(`n${index}`, index === 0 ? null : `n${index - 1}`),
    );
    const before = process.cpuUsage();
    const { messages, losses } = await grown(chatGptOf(comb));
    expect(messages.filter(({ role }) => role === "user")).toHaveLength(10_000);
    expect(losses.length).toBeGreaterThan(0);
    expect((await grown(chatGptOf(chain, { current_node: "n0" }))).active).toBe(49_999);
    let tree: object = { messageId: "end", text: "x", isCreatedByUser: true };
    for (let index = 0; index < 5000; index += 1)
      tree = { messageId: `d${index}`, text: "y", isCreatedByUser: index % 2 === 0, children: [tree] };
    const value = { conversationId: "c", title: "T", messagesTree: [tree] };
    const reader = formatOf(value);
    if (reader === null || reader === "verbatim") throw new Error("not recognised");
    expect(growTree(await reader.read(value, pause)).messages.length).toBeGreaterThan(5000);
    const { user, system } = process.cpuUsage(before);
    // 1.5 s when it is linear; of the processor, because others share it.
    expect((user + system) / 1000).toBeLessThan(10_000);
  });

  test.each([
    ["no mapping", { mapping: [] }],
    ["a mapping that is a text", { mapping: "x" }],
    ["no tree", { chat: { history: { messages: 5 } } }],
    ["no list", { conversationId: "x", messages: "y" }],
  ])("%s: refused in words", async (_, value) => {
    await expect(grown(value)).rejects.toThrow(/mapping|history|messages/);
  });

  test.each([[{}], [[]], ["text"], [7], [null], [{ messages: [] }], [{ chat: null }], [{ history: {} }]])(
    "%j is no conversation we know",
    (value) => expect(formatOf(value)).toBeNull(),
  );
});
