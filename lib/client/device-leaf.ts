/** The branch that was read last on this device, by its last message, per conversation. Elsewhere another one may be read. */
const prefix = "verbatim:leaf:";

export function readDeviceLeaf(conversationId: string): string | null {
  try {
    return localStorage.getItem(prefix + conversationId);
  } catch {
    return null;
  }
}

export function writeDeviceLeaf(conversationId: string, messageId: string): void {
  try {
    localStorage.setItem(prefix + conversationId, messageId);
  } catch {
    // private windows and full storage: the branch chosen last anywhere is opened then
  }
}
