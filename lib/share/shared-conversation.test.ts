import { describe, expect, test } from "vitest";
import type { CompletionView, MessagePart, MessageView } from "../conversation/message";
import { black } from "./blacken";
import type { ShareChoices } from "./choices";
import { shareToMarkdown } from "./share-markdown";
import { shareOf } from "./shared-conversation";
import { sharedSchema } from "./shared-schema";

const nothing: ShareChoices = {
  reasoning: false,
  tools: false,
  figures: false,
  cardTitle: false,
  rules: [],
  words: [],
};
const everything: ShareChoices = { ...nothing, reasoning: true, tools: true, figures: true };

const completion: CompletionView = {
  ...{ id: "CANARY-completion", status: "done", connectionId: "CANARY-connection", connectionName: "CANARY-name" },
  ...{ model: "openai/gpt-oss-120b", servedModel: "CANARY-served", provider: "CANARY-provider", finishReason: "stop" },
  usage: { inputTokens: 7, cachedTokens: null, outputTokens: 93, reasoningTokens: 41 },
  ...{ cost: "0.0CANARY", settings: { stop: ["CANARY-setting"] }, startedAt: "2026-03-01T10:00:00.000Z" },
  error: { code: "provider_cut", message: "CANARY-error" },
  timings: { connectMs: 1, firstByteMs: 2, firstReasoningMs: 3, firstAnswerMs: 4, totalMs: 5000 },
  calls: [
    {
      ...{
        id: "CANARY-call",
        step: 0,
        attempt: 0,
        connectionId: null,
        connectionName: "CANARY-c",
        requestedModel: "m",
      },
      ...{ servedModel: null, provider: null, generationId: "CANARY-generation", outcome: "done", finishReason: null },
      ...{ nativeFinishReason: null, error: null, waitedMs: null, ignored: [] },
    },
  ],
};
const message = (role: "user" | "assistant", parts: MessagePart[], more: Partial<MessageView> = {}): MessageView => ({
  ...{ id: `CANARY-${role}`, parentId: "CANARY-parent", role, status: "done", parts, continuesId: null },
  ...{ editedFromId: null, createdAt: "2026-03-01T10:00:00.000Z", siblings: ["CANARY-sibling"] },
  completion: role === "user" ? null : completion,
  ...more,
});
const question = message("user", [{ type: "text", text: "Why?" }]);
const answer = message("assistant", [
  { type: "reasoning", text: "SECRET-thought", kind: "raw", durationMs: 900 },
  { type: "tool", text: "", name: "count_rows", arguments: "SECRET-arguments", state: "done", result: "SECRET-result" },
  { type: "text", text: "Because of " },
  { type: "text", text: "that." },
]);

describe("what is shared of a branch", () => {
  test("by default questions and answers, and that something is missing", () => {
    const shared = shareOf("T", [question, answer], nothing);
    expect(JSON.stringify(shared)).not.toMatch(/SECRET|CANARY/);
    expect(shared.messages.map(({ parts }) => parts)).toEqual([
      [{ type: "text", text: "Why?" }],
      [{ type: "text", text: "Because of that." }],
    ]);
    expect(shared.messages[1]).toMatchObject({ withheld: { reasoning: 1, tools: 1, others: 0 }, figures: null });
    expect(shareToMarkdown(shared)).toContain("*Shared without its reasoning and its tool calls.*");
  });

  test("with everything, nothing but the fields that are named", () => {
    const shared = shareOf("T", [question, answer], everything);
    expect(JSON.stringify(shared)).not.toContain("CANARY");
    expect(shared.messages[1]).toMatchObject({
      model: "openai/gpt-oss-120b",
      figures: { totalMs: 5000, outputTokens: 93, reasoningTokens: 41 },
      withheld: { reasoning: 0, tools: 0, others: 0 },
    });
    expect(shared.messages[1]?.parts).toHaveLength(3);
    expect(sharedSchema.parse(JSON.parse(JSON.stringify(shared)))).toEqual(shared);
  });

  test("exceptions count more than kinds", () => {
    const of = (rules: ShareChoices["rules"], choices = nothing) =>
      shareOf("T", [question, answer], { ...choices, rules }).messages[1];
    const at = { messageId: "CANARY-assistant" };
    expect(of([{ ...at, part: 0, action: "show" }])?.parts[0]).toMatchObject({ text: "SECRET-thought" });
    expect(JSON.stringify(of([{ ...at, part: 0, action: "hide" }], everything))).not.toContain("SECRET-thought");
    expect(of([{ ...at, part: null, action: "hide" }], everything)).toMatchObject({
      isHidden: true,
      parts: [],
      figures: null,
    });
    expect(of([{ ...at, part: 2, action: "hide" }])).toMatchObject({ withheld: { others: 1 } });
  });

  test("blackened passages are gone, of a tool everything but its name", () => {
    const rules: ShareChoices["rules"] = [
      { messageId: "CANARY-assistant", part: 0, action: "blacken", ranges: [[0, 6]] },
      { messageId: "CANARY-assistant", part: 1, action: "blacken", ranges: [[0, 1]] },
    ];
    const shared = shareOf("T", [question, answer], { ...everything, rules });
    expect(JSON.stringify(shared)).not.toContain("SECRET");
    expect(shared.messages[1]?.parts.slice(0, 2)).toMatchObject([
      { text: `${black}-thought` },
      { name: "count_rows", arguments: black, result: black },
    ]);
  });

  test("words are black in everything that is text, and a notice is the product's own", () => {
    const named = message(
      "assistant",
      [
        { type: "tool", text: "", name: "acme_rows", arguments: '{"a":"Acme"}', state: "done", result: "ACME" },
        { type: "notice", text: "Instructions: be kind to Acme" },
        { type: "text", text: "acme" },
      ],
      { completion: { ...completion, model: "ft:acme:1" } },
    );
    const choices = { ...everything, words: ["acme"] };
    const shared = shareOf("Acme and I", [question, named], choices);
    expect(JSON.stringify(shared)).not.toMatch(/acme/i);
    expect(shared.messages[1]).toMatchObject({ withheld: { others: 0 }, parts: [{ type: "tool" }, { type: "text" }] });
    const rules: ShareChoices["rules"] = [{ messageId: "CANARY-assistant", part: 1, action: "show" }];
    expect(shareOf("T", [named], { ...nothing, rules }).messages[0]?.parts[0]).toMatchObject({ type: "notice" });
  });

  test("only finished turns, a question that is being answered is none", () => {
    const running = message("assistant", [{ type: "text", text: "Not yet" }], { status: "running" });
    expect(shareOf("T", [question, answer, question, running], nothing).messages).toHaveLength(2);
    expect(shareOf("T", [question, running], nothing).messages).toHaveLength(0);
    expect(shareOf("T", [question, answer, question], nothing).messages).toHaveLength(3);
  });
});
