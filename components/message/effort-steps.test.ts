import { expect, test } from "vitest";
import { effortSteps } from "./effort-steps";

const offering = { supportedEfforts: null, defaultEffort: null, mandatory: null };

test("the next effort above and below, of those the model offers", () => {
  expect(effortSteps(null, "medium")).toEqual({ more: "high", less: "low" });
  expect(effortSteps(null, "high")).toEqual({ more: null, less: "medium" });
  expect(effortSteps(offering, "high")).toEqual({ more: "xhigh", less: "medium" });
  expect(effortSteps({ ...offering, supportedEfforts: ["low", "max"] }, "medium")).toEqual({
    more: "max",
    less: "low",
  });
  expect(effortSteps({ ...offering, supportedEfforts: [] }, "medium")).toEqual({ more: null, less: null });
});

test("an answer without an effort was made with the model's own, else with a middle one", () => {
  expect(effortSteps({ ...offering, defaultEffort: "low" }, "default")).toEqual({ more: "medium", less: "minimal" });
  expect(effortSteps(null, "default")).toEqual({ more: "high", less: "low" });
});

test("what a model must do cannot be switched off", () => {
  expect(effortSteps({ ...offering, mandatory: true }, "minimal").less).toBeNull();
  expect(effortSteps({ ...offering, mandatory: false }, "minimal").less).toBe("none");
});
