import { describe, expect, test } from "vitest";
import { runTool, toolDefinitions } from "@/lib/tools/registry";
import { ask, assistant, toolTurn, user } from "./practice-client.test-support";

const offer = (...names: string[]) => ({ tools: toolDefinitions(names) });
const both = offer("calculator", "current_time");
const inputOf = ({ call }: Awaited<ReturnType<typeof ask>>) => JSON.parse(call?.arguments ?? "null");

describe("what is called", () => {
  test.each([
    ["tool", "17 * 23"],
    ["What is 12 * (3 + 4)?", "12 * (3 + 4)"],
    ["tool: 100-58", "100-58"],
    ["1,250,000 / 4 - 2.5", "1250000 / 4 - 2.5"],
    ["tool (1 + 2", "17 * 23"],
  ])("%s: the calculator with %s", async (question, expression) => {
    const answer = await ask([user(question)], both);
    expect(answer).toMatchObject({ content: "", finish: "tool_calls", call: { name: "calculator" } });
    expect(inputOf(answer)).toEqual({ expression });
    expect(answer.details).toMatchObject([{ type: "reasoning.text", signature: expect.any(String) }]);
  });

  test.each([
    ["What time is it?", {}],
    ["time in Europe/Berlin", { timezone: "Europe/Berlin" }],
  ])("%s: the clock", async (question, input) => {
    const answer = await ask([user(question)], both);
    expect(answer.call?.name).toBe("current_time");
    expect(inputOf(answer)).toEqual(input);
  });

  test("only what was offered", async () => {
    expect((await ask([user("tool")], offer("current_time"))).call?.name).toBe("current_time");
    const unoffered = await Promise.all([
      ask([user("tool")]),
      ask([user("time")], offer("calculator")),
      ask([user("17 * 23")], offer("current_time")),
      ask([user("tool")], { ...both, tool_choice: "none" }),
      ask([user("tool")], { tools: "none" }),
      ask([user("tool")], { tools: [null, { type: "web_search" }, { function: {} }] }),
    ]);
    for (const answer of unoffered) {
      expect(answer).toMatchObject({ call: null, finish: "stop" });
      expect(answer.content).toContain("The button **Tools** in the message box, a wrench, switches it on");
    }
  });

  test("tool unknown: something nobody has, offered or not", async () => {
    expect((await ask([user("tool unknown")], both)).call?.name).toBe("look_up_word");
    expect((await ask([user("tool unknown")])).call?.name).toBe("look_up_word");
  });

  test.each(["from 2026-11-22 to 2026-11-23", "24/7", "version 1.2.3"])("%s is no sum", async (question) => {
    expect((await ask([user(question)], both)).content).toContain("I did not understand");
  });
});

describe("what is made of the result", () => {
  const run = async (question: string, more: object = {}) => {
    const asked = [user(question)];
    const called = await ask(asked, { ...both, ...more });
    const { result } = await runTool(called.call?.name ?? "", called.call?.arguments ?? "");
    return { asked, called, result };
  };

  test.each(["17 * 23", "time in Asia/Kathmandu", "tool unknown", "1 / 0"])(
    "%s: its own words are in the answer, and the reasoning of the call was there",
    async (question) => {
      const { asked, called, result } = await run(question);
      const answer = await ask([...asked, ...toolTurn(called, result)], both);
      expect(answer.content).toContain(result);
      expect(answer.content).toContain(
        "I checked the request that brought the tool's result: 1 of 1 earlier reasoning blocks came back unchanged, signatures valid.",
      );
      expect(answer.finish).toBe("stop");
    },
  );

  test("reasoning that is missing or altered inside the loop is named", async () => {
    const { asked, called, result } = await run("17 * 23");
    const bare = await ask([...asked, ...toolTurn({ ...called, details: [] }, result)], both);
    expect(bare.content).toContain("0 of 1");
    expect(bare.content).toContain("answer 1 (messages[1]) has no reasoning_details");
    const details = called.details.map((detail) => ({ ...detail, text: "other words" }));
    const altered = await ask([...asked, ...toolTurn({ ...called, details }, result)], both);
    expect(altered.content).toContain("was altered: its signature does not match");
  });

  test("on the next turn both blocks of the answer are due, tools on or off by then", async () => {
    const { asked, called, result } = await run("17 * 23");
    const loop = [...asked, ...toolTurn(called, result)];
    const answer = await ask(loop, both);
    const next = [...loop, assistant(answer), user("help")];
    expect((await ask(next)).content).toContain("2 of 2 earlier reasoning blocks came back unchanged");
    const without = [...loop, assistant({ ...answer, details: [] }), user("help")];
    const lost = without.map(({ reasoning_details: _, ...message }) => message);
    expect((await ask(lost)).content).toContain("0 of 2");
  });

  test("an answer of the past without tools, before they were switched on, is still the one it was", async () => {
    const answer = await ask([user("tool")]);
    const { content } = await ask([user("tool"), assistant(answer), user("help")], both);
    expect(content).toContain("1 of 1 earlier reasoning blocks came back unchanged");
  });

  test("a call whose reasoning was left out owes none", async () => {
    const { asked, called, result } = await run("17 * 23", { reasoning: { exclude: true } });
    const { content } = await ask([...asked, ...toolTurn(called, result)], both);
    expect(content).not.toContain("I checked");
  });

  test("a stopped answer after a tool can be continued", async () => {
    const { asked, called, result } = await run("17 * 23");
    const loop = [...asked, ...toolTurn(called, result)];
    const { content } = await ask(loop, both);
    const rest = await ask([...loop, { role: "assistant", content: content.slice(0, 20) }, user("continue")], both);
    expect(rest.content.startsWith(content.slice(20, 60))).toBe(true);
  });
});
