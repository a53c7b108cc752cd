/** What decides it, whichever comes first: the end of thoughts, their beginning, or code, in which both are only spoken of. */
const mark = /<\/think>|<think|```/;
/** A mark may be cut anywhere, and the characters around it count. */
const keptUnits = 10;

export interface StrayCloseScan {
  push(text: string): void;
  /** the text had `</think>` on a line of its own, and nothing before it that opened */
  found(): boolean;
}

/**
 * Finds answers that begin inside of their thoughts: templates that write `<think>` into the prompt leave only its end to be seen. The
 * work per piece depends on the piece alone, and ends with the first mark.
 */
export function createStrayCloseScan(): StrayCloseScan {
  let kept = "\n";
  let state: "open" | "found" | "none" = "open";

  return {
    push(text) {
      if (state !== "open") return;
      const all = kept + text;
      const at = all.search(mark);
      if (at < 0) {
        kept = all.slice(-keptUnits);
        return;
      }
      const after = all[at + "</think>".length];
      if (!all.startsWith("</think>", at) || all[at - 1] !== "\n") state = "none";
      else if (after === undefined) kept = all.slice(at - 1);
      else state = after === "\n" || after === "\r" ? "found" : "none";
    },
    found: () => state === "found",
  };
}
