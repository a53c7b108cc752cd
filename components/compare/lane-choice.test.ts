import { expect, test } from "vitest";
import { firstLanes, type LaneChoice, laneName, targetOf } from "./lane-choice";

const lane = (model: string, effort: LaneChoice["effort"], connectionId = "c"): LaneChoice => ({
  ...{ connectionId, model, modelName: model, effort },
});
const namesOf = (...lanes: LaneChoice[]) => lanes.map((each) => laneName(each, lanes));

test("a lane is named by what is different about it", () => {
  expect(namesOf(lane("a/x", "low"), lane("a/x", "default"))).toEqual(["low", "default effort"]);
  expect(namesOf(lane("a/x", "low"), lane("b/y", "low"))).toEqual(["x", "y"]);
  expect(namesOf(lane("a/x", "low"), lane("b/y", "high"))).toEqual(["x, low", "y, high"]);
  expect(namesOf(lane("a/x", "low", "one"), lane("a/x", "high", "two"))).toEqual(["x, low", "x, high"]);
});

test("a request names its effort, or that there is none, and no other model in its place", () => {
  const settings = {
    reasoning: { effort: "high", exclude: true },
    fallbacks: [{ connectionId: "c", model: "other" }],
    temperature: 0.2,
  } as const;
  const base = { ...settings, fallbacks: [...settings.fallbacks] };
  expect(targetOf(lane("m", "low"), base).once).toEqual({
    ...{ reasoning: { effort: "low", exclude: true }, fallbacks: [], temperature: 0.2 },
  });
  expect(targetOf(lane("m", "default"), base).once.reasoning).toEqual({ exclude: true });
  expect(targetOf(lane("m", "default"), { reasoning: { effort: "high" } }).once.reasoning).toEqual({});
});

test("before anybody has chosen: the steps of the model in use", () => {
  const choice = { connectionId: "c", model: "m", modelName: "M", settings: {} };
  const effortsOf = (reasoning: Parameters<typeof firstLanes>[0]["reasoning"]) =>
    firstLanes({ ...choice, reasoning }).map(({ effort }) => effort);
  expect(effortsOf(null)).toEqual(["low", "medium", "high"]);
  expect(effortsOf({ supportedEfforts: [], mandatory: null, defaultEffort: null })).toEqual(["default", "default"]);
  expect(firstLanes({ ...choice, reasoning: null, model: undefined })).toEqual([]);
});
