/** The id of a tool call in what goes back: the model's own, or one made from where it stands, for hosts that send none. */
export const toolCallId = (toolCall: { id: string | null }, callId: string, index: number): string =>
  toolCall.id || `call_${callId}_${index}`;
