import { beforeEach, expect, test, vi } from "vitest";
import type { EndedCall } from "@/lib/db/call-writes";
import type { CallEvent } from "@/lib/reasoning/events";
import { createCallRecorder } from "@/lib/reasoning/record";
import { hasToolsToRun, runTools } from "./run-tools";

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
  vi.stubEnv("LOG_LEVEL", "silent");
  return () => vi.unstubAllEnvs();
});

function called(names: string[], step = 0) {
  const recorder = createCallRecorder();
  names.forEach((name, index) => {
    recorder.apply({ type: "tool-call", index, id: `c${index}`, name, arguments: "{}" }, 1);
  });
  recorder.apply({ type: "finish", reason: "tool_calls" }, 2);
  const ended: EndedCall = {
    id: "call",
    completionId: "completion",
    step,
    attempt: 0,
    purpose: "answer",
    connectionId: "c",
    connectionName: "C",
    requestedModel: "m",
    outcome: "done",
    ended: "mark",
    request: null,
    sentSettings: { tools: names },
    ignored: [],
    connectMs: 1,
    firstByteMs: 1,
    totalMs: 2,
    errorCode: null,
    errorDetail: null,
    httpStatus: null,
    waitedMs: null,
    record: recorder.record(),
  };
  return { ended, recorder };
}

test("a tool that breaks inside is an error for the model, and the others run all the same", async () => {
  const { ended, recorder } = called(["calculator", "current_time"]);
  const events: CallEvent[] = [];
  await runTools(
    ended,
    recorder,
    (_, event) => events.push(event),
    async (name) => {
      if (name === "calculator") throw new TypeError("a fault of the tool");
      return { ok: true, result: "noon" };
    },
  );
  expect(events).toMatchObject([
    { type: "tool-result", index: 0, ok: false, result: expect.stringMatching(/^Error: /) },
    { type: "tool-result", index: 1, ok: true, result: "noon" },
  ]);
  expect(ended.record.toolRuns.map(({ result }) => result)).toMatchObject([
    { ok: false, text: expect.not.stringContaining("fault of the tool") },
    { ok: true, text: "noon" },
  ]);
});

test("the last step of a long loop runs no tools: nobody would read their results", () => {
  expect(hasToolsToRun(called(["calculator"], 14).ended)).toBe(true);
  expect(hasToolsToRun(called(["calculator"], 15).ended)).toBe(false);
});
