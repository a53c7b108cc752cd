import { z } from "zod";
import { isRawNumber } from "@/lib/reasoning/exact-json";
import { isObject } from "@/lib/reasoning/json";
import { branchName } from "./messages";
import { createProjectBody } from "./projects";
import { settingsSchema } from "./settings";
import { isStorable, notStorable } from "./storable";
import { tagName } from "./tags";

/** The JSON export of a conversation, as it is written and as it is read again (docs/api.md). */
export const exportFormat = "verbatim-conversation";
export const exportVersion = 3;

const id = z.uuid().transform((value) => value.toLowerCase());
const text = z.string().refine(isStorable, notStorable);
const word = text.max(1000);
const figure = z.int32().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso
  .datetime()
  .refine((value) => value >= "1970", "is before 1970")
  .refine((value) => !Number.isNaN(Date.parse(value)), "is no date");

/*
 * What goes back to a provider is handed on as it was parsed: a schema of objects would rebuild it, and with it lose keys such as
 * `__proto__` and the digits of numbers. These look at the outside only.
 */
const jsonObject = z.custom<object>((value) => isObject(value) && !isRawNumber(value), "has to be an object");
const jsonList = z.custom<unknown[]>((value) => Array.isArray(value), "has to be a list");
const wireCall = z.strictObject({ id: z.string().nullable(), name: z.string(), arguments: z.string() });

const callId = { callId: id.nullable() };
const part = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["text", "refusal", "notice"]), text, ...callId }),
  z.strictObject({
    type: z.literal("reasoning"),
    text,
    kind: z.enum(["raw", "summary", "hidden"]),
    durationMs: figure.nullable(),
    ...callId,
  }),
  z.strictObject({
    type: z.literal("tool"),
    text,
    name: text,
    arguments: text,
    state: z.enum(["not_run", "done", "failed"]),
    result: text.nullable(),
    ...callId,
  }),
]);

const timings = z.strictObject({
  connectMs: figure.nullable(),
  firstByteMs: figure.nullable(),
  firstReasoningMs: figure.nullable(),
  firstAnswerMs: figure.nullable(),
  totalMs: figure.nullable(),
});

const callView = {
  id,
  step: figure,
  attempt: figure,
  requestedModel: word,
  // Absent in files of before they were kept.
  connectionName: word.nullable().default(null),
  waitedMs: figure.nullable().default(null),
  error: z
    .strictObject({ code: word, message: text, providerMessage: text.nullable(), status: figure.nullable() })
    .nullable()
    .default(null),
  servedModel: text.nullable(),
  provider: text.nullable(),
  generationId: text.nullable(),
  finishReason: text.nullable(),
  nativeFinishReason: text.nullable(),
  ignored: z.array(word),
};
/** One that still ran when the file was written has nothing more to say. */
const runningCall = z.strictObject({
  ...callView,
  connectionId: id.nullable().default(null),
  outcome: z.literal("running"),
});
const endedCall = z.strictObject({
  ...callView,
  outcome: z.enum(["done", "stopped", "failed", "interrupted"]),
  completionId: id,
  purpose: z.literal("answer"),
  connectionId: id.nullable(),
  ended: z.enum(["mark", "finish", "eof", "cut"]).nullable(),
  timings,
  request: jsonObject.nullable(),
  requestHash: hash.nullable(),
  sentSettings: settingsSchema,
  usage: jsonObject.nullable(),
  reasoningField: z.enum(["reasoning", "reasoning_content", "reasoning_details", "content", "think"]).nullable(),
  reasoningDetails: jsonList.nullable(),
  reasoningDetailsSha256: hash.nullable(),
  reasoningFragments: jsonList.nullable(),
  reasoningText: z.string().nullable(),
  reasoningMergeRule: figure.nullable(),
  content: z.string().nullable(),
  toolCalls: z.array(wireCall).min(1).nullable(),
  toolRuns: z.array(
    z.strictObject({
      index: figure,
      wireId: text,
      name: text,
      rawName: text,
      arguments: text,
      status: z.enum(["not_run", "done", "failed"]),
      result: text.nullable(),
      sentResult: z.string().nullable(),
    }),
  ),
  refusal: z.string().nullable(),
  annotations: jsonList.nullable(),
  replay: z.array(
    z.strictObject({
      sourceCallId: id,
      form: z.enum(["details", "reasoning", "reasoning_content", "none"]),
      count: figure,
      messageIndex: figure.nullable(),
      sha256: hash.nullable(),
      rule: word.nullable(),
    }),
  ),
});

const status = z.enum(["running", "waiting", "done", "stopped", "failed", "interrupted"]);
const tokens = z.number().nullable();
const completion = z.strictObject({
  id,
  status,
  connectionId: id.nullable(),
  connectionName: word,
  model: word,
  finishReason: text.nullable(),
  settings: settingsSchema,
  requestedSettings: settingsSchema,
  error: z
    .strictObject({
      code: word,
      message: text,
      providerMessage: text.nullish(),
      retryAfterSeconds: z.number().nullish(),
    })
    .nullable(),
  startedAt: time,
  endedAt: time.nullable(),
  calls: z.array(z.discriminatedUnion("outcome", [runningCall, endedCall])),
  // Sums over the calls, made again from them.
  servedModel: text.nullable(),
  provider: text.nullable(),
  usage: z
    .strictObject({ inputTokens: tokens, cachedTokens: tokens, outputTokens: tokens, reasoningTokens: tokens })
    .nullable(),
  cost: word.nullable(),
  timings: timings.extend({ totalMs: tokens }),
});

/** One message of an export: large files are checked one at a time. */
export const importedMessage = z.strictObject({
  id,
  parentId: id.nullable(),
  role: z.enum(["user", "assistant"]),
  parts: z.array(part),
  completion: completion.nullable(),
  createdAt: time,
  editedFromId: id.nullable(),
  continuesId: id.nullable(),
  // Follow from the tree.
  status,
  siblings: z.array(id),
});

/** A project by its name: an import makes it where there is none of this name. */
export const exportedProject = createProjectBody;

/** Files of before version 3 have the same fields, without those that have a default here. */
const readable = [2, exportVersion] as const;

export const importBody = z.strictObject({
  format: z.literal(exportFormat, { error: "this is not the JSON export of a conversation" }),
  version: z.literal(readable, { error: `only exports of version ${readable.join(" and ")} can be read` }),
  id,
  title: word.min(1),
  titleSource: z.enum(["rule", "model", "person"]),
  activeLeafId: id.nullable(),
  connectionId: id.nullable(),
  model: word.nullable(),
  settings: settingsSchema,
  createdAt: time,
  lastActivityAt: time,
  // Absent in files of before there were tags.
  tags: z.array(tagName).max(1000).default([]),
  pinnedAt: time.nullable().default(null),
  archivedAt: time.nullable().default(null),
  project: exportedProject.nullable().default(null),
  branches: z.array(z.strictObject({ leafId: id, name: branchName.nullable(), starred: z.boolean() })).default([]),
  messages: z.array(importedMessage),
});
/** The first line of an export of everything: also what is in no conversation. */
export const everythingFormat = "verbatim-export";
export const everythingVersion = 2;
export const everythingHead = z.strictObject({
  format: z.literal(everythingFormat),
  version: z.literal([1, everythingVersion]),
  exportedAt: z.string(),
  projects: z.array(exportedProject).default([]),
  tags: z.array(tagName).default([]),
  conversations: z.array(z.never()),
});
export type ExportedProject = z.output<typeof exportedProject>;
export type ImportBody = z.output<typeof importBody>;
export type ImportedMessage = ImportBody["messages"][number];
export type ImportedCompletion = NonNullable<ImportedMessage["completion"]>;
export type ImportedCall = ImportedCompletion["calls"][number];
