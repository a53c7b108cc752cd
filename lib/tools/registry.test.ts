import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { settingsSchema } from "../contract/settings";
import { toolNames } from "./names";
import { findTool, runTool, toolDefinitions } from "./registry";

test("definitions are those of the wire, in the order asked for, without doubles and without names nobody has", () => {
  const definitions = toolDefinitions(["current_time", "none", "calculator", "current_time"]);
  expect(definitions.map((entry) => entry.function.name)).toEqual(["current_time", "calculator"]);
  expect(definitions[1]).toMatchObject({
    type: "function",
    function: {
      name: "calculator",
      parameters: { type: "object", properties: { expression: { type: "string" } }, required: ["expression"] },
    },
  });
  expect(JSON.stringify(definitions)).not.toContain("$schema");
});

test.each(toolNames)("%s: its name fits the settings, and its schema takes what it takes", (name) => {
  expect(settingsSchema.safeParse({ tools: [name] }).success).toBe(true);
  const validate = new Ajv2020({ strict: true }).compile(findTool(name)?.parameters ?? false);
  expect(validate(name === "calculator" ? { expression: "1" } : {})).toBe(true);
  expect(validate(name === "calculator" ? {} : { timezone: 7 })).toBe(false);
});

test("tools run by the name the model wrote", async () => {
  expect(await runTool("calculator", '{"expression":"6*7"}')).toEqual({ ok: true, result: "42" });
  expect((await runTool("current_time", "")).result).toMatch(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d, \w+day, \S+$/,
  );
});

test.each(["get_weather", "", "__proto__", "toString"])(
  "the unknown name %j is answered with the real ones",
  async (name) => {
    const { ok, result } = await runTool(name, "{}");
    expect(ok).toBe(false);
    expect(result).toContain("Tools: calculator, current_time.");
  },
);
