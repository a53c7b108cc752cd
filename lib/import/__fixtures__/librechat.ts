const root = "00000000-0000-0000-0000-000000000000";
const at = (second: number) => new Date(1_760_000_000_000 + second * 1000).toISOString();

const message = (
  messageId: string,
  parentMessageId: string,
  isCreatedByUser: boolean,
  second: number,
  more: object,
) => ({
  ...{ messageId, parentMessageId, conversationId: "c", isCreatedByUser, createdAt: at(second), updatedAt: at(second) },
  ...(isCreatedByUser
    ? { sender: "User" }
    : { sender: "DeepSeek", model: "deepseek-reasoner", endpoint: "custom", unfinished: false, error: false }),
  ...more,
});

const messages = () => [
  message("u1", root, true, 1, { text: "Why is the sky blue?" }),
  message("r1", "u1", false, 2, {
    text: "",
    content: [
      { type: "think", think: "Rayleigh." },
      { type: "text", text: { value: "Because of scattering." } },
    ],
  }),
  message("r1b", "u1", false, 3, { text: ":::thinking\nShort.\n:::\nScattering.", unfinished: true }),
  message("u2", "r1", true, 4, { text: "And at dusk?" }),
  message("r2", "u2", false, 5, {
    content: [
      { type: "tool_call", tool_call: { type: "tool_call", name: "search", args: '{"q":"dusk"}', output: "red" } },
      { type: "text", text: "Red." },
    ],
  }),
];
const head = { conversationId: "c0ffee00-1111-4222-8333-944455556666", endpoint: "custom", title: "The sky" };

/** All branches as a list. */
export const listLibreChat = () => ({
  ...head,
  exportAt: "10:00:00",
  branches: true,
  recursive: false,
  messages: messages(),
});

/** The same as children in children. */
export const nestedLibreChat = () => {
  const all = messages();
  const nest = (parent: string): object[] =>
    all
      .filter(({ parentMessageId }) => parentMessageId === parent)
      .map((one) => ({ ...one, children: nest(one.messageId) }));
  return { ...head, exportAt: "10:00:00", branches: true, recursive: true, messagesTree: nest(root) };
};
