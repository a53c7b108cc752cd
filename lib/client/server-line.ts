/** Lines to the server that stay open: the feed, and the stream of each answer that is followed. */
type LineState = "up" | "down";

const lines = new Map<object, LineState>();
const listeners = new Set<() => void>();

/** Whether the server can be reached, as the lines that are meant to stay open tell it. */
export const serverLine = {
  /** `down`: lost, and not to be had again at the second attempt. `line`: any object, the same one for the same line */
  tell(line: object, state: LineState): void {
    lines.set(line, state);
    for (const listener of listeners) listener();
  },
  /** Nobody needs this line any more, or nobody knows about it just now. */
  forget(line: object): void {
    if (lines.delete(line)) for (const listener of listeners) listener();
  },
  /** One line that stands is enough: what a proxy does to another is not the server's absence. */
  get isDown(): boolean {
    const states = [...lines.values()];
    return states.includes("down") && !states.includes("up");
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
