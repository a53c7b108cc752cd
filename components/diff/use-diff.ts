import { useEffect, useState } from "react";
import type { MessageView } from "@/lib/conversation/message";
import { type DiffPiece, diffTexts } from "./text-diff";

export interface AnswerDiff {
  answer: DiffPiece[];
  reasoning: DiffPiece[];
}

const textOf = ({ parts }: MessageView, types: readonly string[]) =>
  parts.flatMap(({ type, text }) => (types.includes(type) ? [text] : []));

/** The words of two answers compared; null while that goes on. The page has its turn in between. */
export function useDiff(before: MessageView | undefined, after: MessageView | undefined): AnswerDiff | null {
  const [found, setFound] = useState<{ of: [MessageView, MessageView]; diff: AnswerDiff } | null>(null);
  useEffect(() => {
    let isHere = true;
    const compare = async () => {
      if (!before || !after) return;
      const answer = await diffTexts(
        textOf(before, ["text", "refusal"]).join(""),
        textOf(after, ["text", "refusal"]).join(""),
      );
      const reasoning = await diffTexts(
        textOf(before, ["reasoning"]).join("\n\n"),
        textOf(after, ["reasoning"]).join("\n\n"),
      );
      if (isHere) setFound({ of: [before, after], diff: { answer, reasoning } });
    };
    void compare();
    return () => {
      isHere = false;
    };
  }, [before, after]);
  return found && found.of[0] === before && found.of[1] === after ? found.diff : null;
}
