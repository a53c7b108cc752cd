import type { Scenario, Scenarios } from "./scenario.ts";
import { basics } from "./scenarios/basics.ts";
import { floods } from "./scenarios/floods.ts";
import { framing } from "./scenarios/framing.ts";
import { httpErrors } from "./scenarios/http-errors.ts";
import { loops } from "./scenarios/loops.ts";
import { reasoning } from "./scenarios/reasoning.ts";
import { replay } from "./scenarios/replay.ts";
import { stories } from "./scenarios/story.ts";
import { streamFaults } from "./scenarios/stream-faults.ts";
import { strictServers } from "./scenarios/strict.ts";
import { tools } from "./scenarios/tools.ts";
import { steady } from "./scenarios/working.ts";

const all: Scenarios = {
  ...basics,
  ...httpErrors,
  ...streamFaults,
  ...floods,
  ...framing,
  ...reasoning,
  ...tools,
  ...loops,
  ...strictServers,
  ...steady,
  ...stories,
  replay,
};

export const scenarioNames: string[] = Object.keys(all);

export function findScenario(name: string): Scenario | null {
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null;
}
