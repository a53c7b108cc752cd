import { expect, test } from "vitest";
import type { CompletionView, SettingsView } from "@/lib/conversation/message";
import { versionName } from "./version-name";

const asked = (settings: SettingsView): CompletionView => ({
  ...{ id: "k", status: "done", connectionId: "c", connectionName: "C", model: "openai/gpt-oss-120b", settings },
  ...{ servedModel: null, provider: null, finishReason: "stop", usage: null, cost: null, error: null },
  startedAt: "2026-01-01T00:00:00.000Z",
  timings: { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
  calls: [],
});

test("versions of one model are told apart by the effort that was asked for", () => {
  expect(versionName(1, asked({ reasoning: { effort: "low" } }))).toBe("Version 1, gpt-oss-120b, low");
  expect(versionName(2, asked({ reasoning: { effort: "high" } }))).toBe("Version 2, gpt-oss-120b, high");
});

test("without an effort the model is all there is to say, without a completion the place", () => {
  expect(versionName(1, asked({}))).toBe("Version 1, gpt-oss-120b");
  expect(versionName(1, asked({ reasoning: {} }))).toBe("Version 1, gpt-oss-120b");
  expect(versionName(3, null)).toBe("Version 3");
  expect(versionName(3, undefined)).toBe("Version 3");
});
