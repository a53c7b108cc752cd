const t0 = 1_760_000_000;
export const reasoned =
  '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n&gt; Is 1 &lt; 2?\n&gt; It is.\n</details>\nYes.';
const tool =
  '<details type="tool_calls" done="true" id="c1" name="clock" arguments="&quot;{}&quot;" result="&quot;noon&quot;" files="">\n<summary>Tool Executed</summary>\n</details>\nIt is noon.';

const message = (
  id: string,
  parentId: string | null,
  childrenIds: string[],
  role: string,
  content: unknown,
  more = {},
) => ({
  ...{ id, parentId, childrenIds, role, content, timestamp: t0 + Number(id.replace(/\D/g, "")) },
  ...(role === "user" ? { models: ["qwen3:8b"] } : { model: "qwen3:8b", modelName: "Qwen 3", modelIdx: 0, done: true }),
  ...more,
});

/** One element of the export of all chats: two versions of an answer, the older one active. */
export const richOpenWebUi = () => ({
  ...{ id: "b7c6f1de-1111-4222-8333-944455556666", user_id: "u", title: "Comparison" },
  chat: {
    ...{ id: "", title: "Comparison", models: ["qwen3:8b"], params: {}, timestamp: t0 * 1000, tags: [], files: [] },
    history: {
      messages: {
        m1: message("m1", null, ["m2", "m3"], "user", "Is 1 < 2?"),
        m2: message("m2", "m1", ["m4"], "assistant", reasoned),
        m3: message("m3", "m1", [], "assistant", "<think>Hm.</think>Of course <b>it</b> is."),
        m4: message("m4", "m2", ["m5"], "user", "What time is it?", { files: [{ type: "file", name: "a.pdf" }] }),
        m5: message("m5", "m4", [], "assistant", tool),
      } as Record<string, unknown>,
      currentId: "m5",
    },
    messages: [],
  },
  ...{ updated_at: t0 + 60, created_at: t0, share_id: null, archived: false, pinned: false, meta: {}, folder_id: null },
});
