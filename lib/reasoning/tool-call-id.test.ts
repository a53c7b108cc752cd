import { expect, test } from "vitest";
import { createToolCallIds, type ToolCallIdForm } from "./tool-call-id";

const idsOf = (form: ToolCallIdForm, ...own: (string | null)[]) => own.map(createToolCallIds(form));

test("the model's own ids stay, missing ones are made of their place", () => {
  expect(idsOf("any", "toolu_1", "", null)).toEqual(["toolu_1", "call_2", "call_3"]);
});

test("an id that comes again is the first one's", () => {
  expect(idsOf("any", "x", "x", "x")).toEqual(["x", "call_2", "call_3"]);
});

test("a made id is never one that is there already, and what comes later changes nothing before it", () => {
  expect(idsOf("any", "call_2", null, "call_3", "call_2")).toEqual(["call_2", "call_3", "call_4", "call_5"]);
});

test("nine letters and digits where nothing else is taken", () => {
  expect(idsOf("nine", "gSIMJiOkT", "gSIMJiOkT", "toolu_1", null)).toEqual([
    "gSIMJiOkT",
    "call00002",
    "call00003",
    "call00004",
  ]);
});
