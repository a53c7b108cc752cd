/** An exception to what a share shows of one message, or of one of its parts. */
export interface ShareRule {
  messageId: string;
  /** its place among the parts of the message; null = the whole message */
  part: number | null;
  /** `blacken`: the part is shown, without the passages in `ranges` */
  action: "show" | "hide" | "blacken";
  /** from and to, in UTF-16 units of the part's text; only with `blacken` */
  ranges?: [number, number][] | undefined;
  /** passages that were looked at and are to be seen; they change nothing */
  shown?: [number, number][] | undefined;
}

/** What a share shows. Kinds that are left out by default are those that people do not look through before they share. */
export interface ShareChoices {
  reasoning: boolean;
  tools: boolean;
  figures: boolean;
  /** the title stands on the card that other sites show for a link */
  cardTitle: boolean;
  rules: readonly ShareRule[];
  /** made black wherever they stand, in later turns too */
  words: readonly string[];
}
