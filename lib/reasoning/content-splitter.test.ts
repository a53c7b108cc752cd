import { describe, expect, test } from "vitest";
import { deltas, partsLine, recordOf } from "./__fixtures__/support";
import { thinkTags } from "./content-stages";
import { cleanToolName } from "./harmony";

const lineOf = (...texts: string[]) => partsLine(recordOf(deltas(...texts.map((content) => ({ content })))));
/** The same text whole, one character at a time, and cut once at every place. */
function expectAnyCut(text: string, line: string): void {
  expect(lineOf(text)).toBe(line);
  expect(lineOf(...text)).toBe(line);
  for (let cut = 1; cut < text.length; cut += 1) expect(lineOf(text.slice(0, cut), text.slice(cut))).toBe(line);
}

describe("think tags", () => {
  test("at the start of the turn, split anywhere", () => {
    expectAnyCut("<think>\nHm, a<b.</think>\n\nYes.", "reasoning:raw:\nHm, a<b. | text:\n\nYes.");
    expectAnyCut("\n <think>Hm</think>Yes", "reasoning:raw:Hm | text:Yes");
  });

  for (const { open, close } of thinkTags) {
    test(`${open} … ${close}`, () => {
      expectAnyCut(`${open}Hm${close}\nYes`, "reasoning:raw:Hm | text:\nYes");
      expectAnyCut(`A ${open}Hm${close}`, `text:A ${open}Hm${close}`);
      expectAnyCut(open.slice(0, -1), `text:${open.slice(0, -1)}`);
    });
  }

  test("an opening tag in the prompt: where the template is known to write it, the turn begins with thoughts", () => {
    const open = (...texts: string[]) =>
      partsLine(recordOf(deltas(...texts.map((content) => ({ content }))), { think: "open" }));
    const text = "Hm, a<b.\n</think>\n\nYes </think>.";
    const line = "reasoning:raw:Hm, a<b.\n | text:\n\nYes </think>.";
    expect(open(text)).toBe(line);
    expect(open(...text)).toBe(line);
    for (let cut = 1; cut < text.length; cut += 1) expect(open(text.slice(0, cut), text.slice(cut))).toBe(line);
    expect(open("<think>Hm</think>Yes")).toBe("reasoning:raw:Hm | text:Yes");
    const parsed = deltas({ reasoning_content: "Hm" }, { content: "Yes" });
    expect(partsLine(recordOf(parsed, { think: "open" }))).toBe("reasoning:raw:Hm | text:Yes");
  });

  test("what only looks like the beginning of a tag is text", () => {
    expectAnyCut("<thin ice", "text:<thin ice");
    expectAnyCut("  <", "text:  <");
    expectAnyCut("analysis shows", "text:analysis shows");
    expectAnyCut("analysis", "text:analysis");
  });

  test("later tags, and a closing tag alone, are the model's own words", () => {
    expectAnyCut("See: <think>x</think>", "text:See: <think>x</think>");
    expectAnyCut("<think>a</think>b<think>c</think>", "reasoning:raw:a | text:b<think>c</think>");
    expectAnyCut("thoughts</think>answer", "text:thoughts</think>answer");
  });

  test("a block that never closes is reasoning to the end", () => {
    expectAnyCut("<think>on and on </thi", "reasoning:raw:on and on </thi");
  });

  test("an empty block shows nothing", () => {
    expectAnyCut("<think>\n\n</think>\n\nHi", "text:\n\nHi");
  });

  test("a copy of the reasoning field is dropped, other words stay text", () => {
    const copy = deltas(
      { reasoning: "We think", content: "<think>We " },
      { reasoning: " so", content: "think so" },
      { content: "\n</think>Yes" },
    );
    expect(partsLine(recordOf(copy))).toBe("reasoning:raw:We think so | text:Yes");
    const other = deltas({ reasoning: "We think" }, { content: "<think>is a " }, { content: "tag</think>" });
    expect(partsLine(recordOf(other))).toBe("reasoning:raw:We think | text:<think>is a tag</think>");
  });

  test("switched off, content is the answer as it is", () => {
    expect(partsLine(recordOf(deltas({ content: "<think>a</think>b" }), { think: "off" }))).toBe(
      "text:<think>a</think>b",
    );
  });

  test("what is held comes out before a tool call", () => {
    const call = { tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] };
    expect(partsLine(recordOf(deltas({ content: "<th" }, call)))).toBe("text:<th | tool:f({})");
  });

  test("a flood of blanks is not held for ever", () => {
    expect(lineOf(...Array.from({ length: 200 }, () => " "), "x")).toBe(`text:${" ".repeat(200)}x`);
  });
});

describe("gpt-oss channels that leaked", () => {
  const frames =
    "<|channel|>analysis<|message|>We need 2 < 3.<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>";

  test("frames: analysis is reasoning, final is the answer", () => {
    expectAnyCut(frames, "reasoning:raw:We need 2 < 3. | text:Four.");
  });

  test("a preamble is text, a frame with a recipient is a tool call", () => {
    const text =
      '<|start|>assistant<|channel|>commentary<|message|>Looking.<|end|><|start|>assistant<|channel|>commentary to=functions.find <|constrain|>json<|message|>{"q":1}<|call|>';
    expectAnyCut(text, 'text:Looking. | tool:find({"q":1})');
  });

  test("a recipient in the role part, in the analysis channel, or beside a preamble is a call all the same", () => {
    const role = '<|start|>assistant to=functions.find<|channel|>commentary json<|message|>{"q":1}<|call|>';
    expectAnyCut(role, 'tool:find({"q":1})');
    const analysis =
      "<|channel|>analysis<|message|>R<|end|><|start|>assistant<|channel|>analysis to=python code<|message|>1+1<|call|>";
    expectAnyCut(analysis, "reasoning:raw:R | tool:python(1+1)");
  });

  test("a commentary frame without a recipient is text, braces and all", () => {
    expectAnyCut('<|channel|>commentary<|message|>{"a": 1}', 'text:{"a": 1}');
  });

  test("frames in the middle of an answer are the model's own words", () => {
    expectAnyCut("The marker <|channel|>analysis<|message|> is", "text:The marker <|channel|>analysis<|message|> is");
  });

  test("glued words", () => {
    expectAnyCut("analysisWe need it.assistantfinalFour.", "reasoning:raw:We need it. | text:Four.");
  });

  test("beside a reasoning field the analysis is a copy, and shows once", () => {
    const record = recordOf(deltas({ reasoning: "We need 2 < 3." }, { content: frames }));
    expect(partsLine(record)).toBe("reasoning:raw:We need 2 < 3. | text:Four.");
  });

  test("markers in names", () => {
    expect(cleanToolName("functions.query<|channel|>commentary")).toBe("query");
    expect(cleanToolName("create_event<|channel|>analysis")).toBe("create_event");
    expect(cleanToolName("assistant<|channel|>analysis")).toBe("assistant");
    expect(cleanToolName("query <|constrain|>json")).toBe("query");
    expect(cleanToolName("plain_name")).toBe("plain_name");
  });
});
