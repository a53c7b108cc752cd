import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { chunksOfFile, recordedDir } from "./__fixtures__/recorded";
import { recordOf } from "./__fixtures__/support";
import { createMerger } from "./merge";
import type { CallRecord } from "./record";

const expectedSchema = z.record(
  z.string(),
  z.object({
    reasoning_length: z.number().optional(),
    reasoning_sha256: z.string().optional(),
    answer_length: z.number().optional(),
    answer_sha256: z.string().optional(),
    tool_calls: z.array(z.object({ id: z.string().nullish(), name: z.string(), arguments: z.string() })).optional(),
    finish_reason: z.string().nullish(),
    native_finish_reason: z.string().nullish(),
    usage: z.unknown().optional(),
    error: z.object({ code: z.unknown().optional(), message: z.string() }).nullish(),
    models: z.array(z.string()).optional(),
    providers: z.array(z.string()).optional(),
    merged_reasoning_details: z.array(z.unknown()).optional(),
    reasoning_details_empty_arrays: z.number().optional(),
  }),
);
type Expected = z.infer<typeof expectedSchema>[string];

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function expectRecord(record: CallRecord, expected: Expected): void {
  const reasoning = record.reasoning.text ?? "";
  const answer = record.wire.content ?? "";
  expect(reasoning.length).toBe(expected.reasoning_length);
  expect(sha256(reasoning)).toBe(expected.reasoning_sha256);
  expect(answer.length).toBe(expected.answer_length);
  expect(sha256(answer)).toBe(expected.answer_sha256);
  expect(record.wire.toolCalls).toEqual(expected.tool_calls);
  expect(record.finishReason).toBe(expected.finish_reason ?? null);
  expect(record.nativeFinishReason).toBe(expected.native_finish_reason ?? null);
  expect(JSON.parse(record.usage ?? "null")).toEqual(expected.usage ?? null);
  expect(record.served.model).toBe(expected.models?.[0] ?? null);
  expect(record.served.provider).toBe(expected.providers?.[0] ?? null);
  expect(record.error?.message).toBe(expected.error?.message);
  // Compared as text: the order of the keys is part of the value.
  const details = expected.merged_reasoning_details;
  if (details) expect(record.reasoning.details).toBe(JSON.stringify(details));
  else expect([null, "[]"]).toContain(record.reasoning.details);
}

const folder = recordedDir();
const path = (name: string) => join(folder ?? "", name);
const expected = folder ? expectedSchema.parse(JSON.parse(readFileSync(path("expected.json"), "utf8"))) : {};
const streams = Object.entries(expected).filter(([, entry]) => entry.reasoning_length !== undefined);

const title = folder ? "recorded streams" : "recorded streams: SKIPPED, the folder of recordings is not at hand";

describe.skipIf(!folder)(title, () => {
  test("there are recordings", () => expect(streams.length).toBeGreaterThan(20));

  for (const [name, entry] of streams) {
    test(name, () => expectRecord(recordOf(chunksOfFile(path(name))), entry));
  }

  test("the merged details are, key order included, those a host accepted on the next turn", () => {
    const request = JSON.parse(readFileSync(path("openrouter-claude-haiku-4.5-tool-turn2.request.json"), "utf8"));
    const record = recordOf(chunksOfFile(path("openrouter-claude-haiku-4.5-tool-turn1.sse")));
    expect(record.reasoning.details).toBe(JSON.stringify(request.messages[1].reasoning_details));
  });

  test("an array that was always empty is a value of its own", () => {
    const merger = createMerger();
    merger.push([]);
    merger.push(null);
    expect(merger.details()).toEqual([]);
  });

  test("an HTTP error body is read by the same code", () => {
    const record = recordOf(chunksOfFile(path("openrouter-429-provider-error.json")));
    expect(record.error).toMatchObject({ code: "429", message: "Provider returned error" });
  });
});
