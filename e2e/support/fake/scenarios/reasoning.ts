import { type Json, type Step, streamed } from "../answer.ts";
import type { Scenario, ScenarioContext, Scenarios } from "../scenario.ts";
import { done, ending } from "../wire.ts";

function answered(steps: (context: ScenarioContext) => Step[]): Scenario {
  return (context) =>
    streamed([...steps(context), context.wire.text(`Answer ${context.number}.`), ...ending(context.wire)]);
}

const encrypted = (number: number, index: number): Json => ({
  type: "reasoning.encrypted",
  data: `gAAAAA-fake-ciphertext-${number}-${"0123456789".repeat(20)}`,
  id: `rs_fake_${number}`,
  format: "openai-responses-v1",
  index,
});

const summary = (text: string, index = 0): Json => ({
  type: "reasoning.summary",
  summary: text,
  format: "openai-responses-v1",
  index,
});

/** Other servers' names for the same thing; no details. */
const named = (field: string): Scenario =>
  answered(({ wire, number }) => [
    wire.chunk({ content: null, [field]: "Plain thought " }),
    wire.chunk({ content: null, [field]: `${number}.` }),
  ]);

export const reasoning: Scenarios = {
  encrypted: answered(({ wire, number }) => [wire.details([encrypted(number, 0)])]),
  summary: answered(({ wire, number }) => [
    wire.chunk({ reasoning: "**A summary**", reasoning_details: [summary("**A summary**")] }),
    wire.chunk({ reasoning: ` of thought ${number}.`, reasoning_details: [summary(` of thought ${number}.`)] }),
    wire.details([encrypted(number, 1)]),
  ]),
  "summary-same-index": answered(({ wire, number }) => [
    wire.chunk({ reasoning: "Both have index 0.", reasoning_details: [summary("Both have index 0.")] }),
    wire.details([encrypted(number, 0)]),
  ]),
  "reasoning-content": named("reasoning_content"),
  "reasoning-plain": named("reasoning"),
  "both-names": answered(({ wire }) => [
    wire.chunk({ reasoning: "Same words ", reasoning_content: "Same words " }),
    wire.chunk({ reasoning: "twice.", reasoning_content: "twice." }),
  ]),
  "think-tags": ({ wire, number }) =>
    streamed([
      ...["<thi", "nk>Tagged tho", "ught.</th", "ink>\n\n", `Answer ${number}.`].map((piece) => wire.text(piece)),
      ...ending(wire),
    ]),
  "details-only": answered(({ wire }) => [
    wire.details([{ type: "reasoning.text", text: "Only in ", format: "unknown", index: 0 }]),
    wire.details([{ type: "reasoning.text", text: "details.", format: "unknown", index: 0 }]),
  ]),
  "details-empty": answered(({ wire }) => [wire.chunk({ reasoning: "Words without details.", reasoning_details: [] })]),
  "details-null": answered(({ wire }) => [wire.chunk({ reasoning: "Null is no list.", reasoning_details: null })]),
  "details-unknown-type": answered(({ wire, number }) => [
    wire.reasoning("Known, "),
    wire.details([
      {
        type: "reasoning.hologram",
        projection: { angles: [1, 2, 3], z: null },
        format: "future-v9",
        index: 1,
        id: `h${number}`,
      },
    ]),
    wire.signature("fake-signature"),
  ]),
  "details-late": ({ wire, number }) =>
    streamed([
      wire.reasoning("The signature comes late."),
      wire.text(`Answer ${number} `),
      wire.signature("fake-late-signature"),
      wire.text("goes on."),
      ...ending(wire),
    ]),
  "details-after-finish": ({ wire, number }) =>
    streamed([
      wire.reasoning("The signature comes last of all."),
      wire.text(`Answer ${number}.`),
      wire.finish("stop"),
      wire.signature("fake-last-signature"),
      wire.usage(),
      done,
    ]),
  "signature-empty-first": answered(({ wire }) => [
    wire.details([]),
    wire.details([{ type: "reasoning.text", text: "", signature: "", format: "anthropic-claude-v1", index: 0 }]),
    wire.reasoning("Real words."),
    wire.details([
      { type: "reasoning.text", text: "", signature: "fake-real-signature", format: "anthropic-claude-v1", index: 0 },
    ]),
    wire.details([]),
  ]),
  interleaved: ({ wire, number }) =>
    streamed([
      wire.reasoning("First thought."),
      wire.signature("fake-signature-0"),
      wire.text("First half. "),
      wire.reasoning("Second thought.", { index: 1 }),
      wire.signature("fake-signature-1", { index: 1 }),
      wire.text(`Second half of answer ${number}.`),
      ...ending(wire),
    ]),
  "same-delta": ({ wire }) =>
    streamed([wire.chunk({ reasoning: "Thought ends. ", content: "Answer begins." }), ...ending(wire)]),
  "reasoning-only": ({ wire }) =>
    streamed([wire.reasoning("Only a thought, no answer."), wire.signature("fake-signature"), ...ending(wire)]),
  snapshots: ({ wire }) =>
    streamed([
      ...["One", "One two", "One two three"].map((text) => wire.chunk({ reasoning: text })),
      wire.text("Done."),
      ...ending(wire),
    ]),
  refusal: ({ wire }) =>
    streamed([
      wire.chunk({ content: null, refusal: "I can't " }),
      wire.chunk({ content: null, refusal: "help with that." }),
      ...ending(wire),
    ]),
  annotations: answered(({ wire }) => [
    wire.chunk({
      annotations: [
        {
          type: "url_citation",
          url_citation: {
            url: "https://example.com/a",
            title: "",
            content: "An excerpt […]",
            start_index: 0,
            end_index: 0,
          },
        },
      ],
    }),
  ]),
  "content-parts": ({ wire }) =>
    streamed([
      wire.chunk({ content: [{ type: "thinking", thinking: [{ type: "text", text: "A thought in parts." }] }] }),
      wire.chunk({ content: [{ type: "text", text: "Text in parts." }] }),
      ...ending(wire),
    ]),
  "null-first": ({ wire, number }) =>
    streamed([
      wire.chunk({ content: null }),
      wire.chunk({ content: null, reasoning: null }),
      wire.text(`Answer ${number}.`),
      ...ending(wire),
    ]),
};
