/** Conversations as conversations.json has them, with what real files hold: hidden instructions, tools, canvas, versions, pictures. */
const t0 = 1_760_000_000.25;

interface Said {
  role?: string;
  name?: string | null;
  content: unknown;
  recipient?: string;
  status?: string;
  metadata?: object;
  at?: number;
}
export const node = (id: string, parent: string | null, children: string[], said: Said | null) => ({
  id,
  parent,
  children,
  message: said && {
    id,
    author: { role: said.role ?? "assistant", name: said.name ?? null, metadata: {} },
    create_time: t0 + (said.at ?? 0),
    update_time: null,
    content: said.content,
    status: said.status ?? "finished_successfully",
    end_turn: true,
    weight: 1,
    metadata: said.metadata ?? {},
    recipient: said.recipient ?? "all",
    channel: null,
  },
});
export const text = (...parts: unknown[]) => ({ content_type: "text", parts });
const byId = <T extends { id: string }>(nodes: T[]) => Object.fromEntries(nodes.map((one) => [one.id, one]));

export const chatGptOf = (nodes: ReturnType<typeof node>[], more: object = {}) => ({
  title: "A trip to Lisbon",
  create_time: t0,
  update_time: t0 + 600,
  mapping: byId(nodes) as Record<string, unknown>,
  moderation_results: [],
  current_node: "a2",
  conversation_id: "68a1b2c3-0000-8001-9002-aabbccddeeff",
  default_model_slug: "gpt-5-thinking",
  ...more,
});

/** Reasoning, a tool, a picture, a canvas document and two versions of the second question. */
export const richChatGpt = () =>
  chatGptOf([
    node("root", null, ["sys"], null),
    node("sys", "root", ["ctx"], {
      ...{ role: "system", content: text("") },
      metadata: { is_visually_hidden_from_conversation: true },
    }),
    node("ctx", "sys", ["q1"], {
      role: "user",
      content: {
        content_type: "user_editable_context",
        user_profile: "I live in Oslo.",
        user_instructions: "Be brief.",
      },
      metadata: { is_visually_hidden_from_conversation: true },
    }),
    node("q1", "ctx", ["th1"], {
      ...{ role: "user", at: 1 },
      content: {
        content_type: "multimodal_text",
        parts: [{ content_type: "image_asset_pointer", asset_pointer: "sediment://file_1" }, "Where is this?"],
      },
    }),
    node("th1", "q1", ["call"], {
      at: 2,
      content: {
        content_type: "thoughts",
        thoughts: [
          { summary: "Looking at the tiles", content: "Blue and white: azulejos.", chunks: [], finished: true },
          { summary: "Checking", content: "Lisbon or Porto?", chunks: [], finished: true },
        ],
        source_analysis_msg_id: "x",
      },
      metadata: { model_slug: "gpt-5-thinking" },
    }),
    node("call", "th1", ["out"], {
      ...{ at: 3, recipient: "python" },
      content: { content_type: "code", language: "unknown", text: "print(6*7)" },
    }),
    node("out", "call", ["recap"], {
      ...{ role: "tool", name: "python", at: 4, content: { content_type: "execution_output", text: "42" } },
    }),
    node("recap", "out", ["a1"], {
      ...{ at: 5, content: { content_type: "reasoning_recap", content: "Thought for 6s" } },
      metadata: { finished_duration_sec: 6 },
    }),
    node("a1", "recap", ["q2", "q2b"], {
      ...{ at: 6, content: text("In **Lisbon**."), metadata: { model_slug: "gpt-5-thinking" } },
    }),
    node("q2", "a1", ["doc"], { role: "user", at: 7, content: text("Write a plan") }),
    node("doc", "q2", ["made"], {
      ...{ at: 8, recipient: "canmore.create_textdoc" },
      content: { content_type: "code", language: "json", text: '{"name":"plan","type":"document","content":"Day 1"}' },
    }),
    node("made", "doc", ["a2"], {
      ...{ role: "tool", name: "canmore.create_textdoc", at: 9 },
      content: text("Successfully created text document with identifier: x"),
    }),
    node("a2", "made", [], { at: 10, content: text("The plan is ready."), metadata: { model_slug: "gpt-5" } }),
    node("q2b", "a1", ["a2b"], { role: "user", at: 11, content: text("Or Porto?") }),
    node("a2b", "q2b", [], { at: 12, content: text("No"), status: "finished_partial_completion" }),
  ]);
