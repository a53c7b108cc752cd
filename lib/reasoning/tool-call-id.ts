/** Which ids of tool calls a server takes: `nine` = exactly nine letters and digits, anything else is refused. */
export type ToolCallIdForm = "any" | "nine";

/** The id of a stored tool call: the model's own, or one made from where it stands, for hosts that send none. */
export const toolCallId = (toolCall: { id: string | null }, callId: string, index: number): string =>
  toolCall.id || `call_${callId}_${index}`;

const nine = /^[a-zA-Z0-9]{9}$/;
const madeId = (form: ToolCallIdForm, number: number) =>
  form === "any" ? `call_${number}` : `call${number.toString().padStart(5, "0")}`;

/**
 * The ids of the tool calls of one request; the function is called for each, in order, with the model's own. Models send none, or one
 * they have used before, in one answer or in the next, and hosts refuse a request with two of the same: the first keeps it, the others
 * get one made of their place. So they are the same on every later turn, and in a copy of the conversation.
 */
export function createToolCallIds(form: ToolCallIdForm): (own: string | null) => string {
  const used = new Set<string>();
  let count = 0;
  return (own) => {
    count += 1;
    let id = own ?? "";
    const isKept = id !== "" && !used.has(id) && (form === "any" || nine.test(id));
    if (!isKept) {
      let number = count;
      do id = madeId(form, number++);
      while (used.has(id));
    }
    used.add(id);
    return id;
  };
}
