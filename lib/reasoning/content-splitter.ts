import {
  type ContentPiece,
  type ContentStage,
  createCopyStage,
  createGluedStage,
  createThinkStage,
  thinkTags,
  usualTags,
} from "./content-stages";
import type { CopyCheck } from "./copy-check";
import { createHarmonyStage } from "./harmony";

export interface ContentSplitter {
  push(text: string): ContentPiece[];
  /** True from where all that comes is the answer: nothing is held, and pieces need no splitting any more. */
  isPlain(): boolean;
  /** Gives up waiting for a tag: something else follows, so what is held is text. */
  settle(): ContentPiece[];
  end(): ContentPiece[];
}

const openers = [...thinkTags.map((tags) => tags.open), "<|channel|>", "<|start|>", "analysis"];
/** Whitespace before a tag is waited for up to this length. */
const maxBlank = 64;

/**
 * Tells thoughts from the answer where a server leaves both in `content`. It looks at the start of the turn only: later tags are the
 * model's own words. A closing tag whose opening tag the server swallowed cannot be told from an answer about tags; it stays text
 * unless `isOpen` says that this model's template writes the opening tag into the prompt.
 * @param copyOf gives a comparison when reasoning already came in a field of its own, else null
 */
export function createContentSplitter(copyOf: () => CopyCheck | null, isOpen = false): ContentSplitter {
  let held = "";
  let stage: ContentStage | null = null;
  let isPlain = false;

  function plain(text: string): ContentPiece[] {
    isPlain = true;
    stage = null;
    held = "";
    return text === "" ? [] : [{ to: "text", text }];
  }

  function inStage(current: ContentStage, text: string): ContentPiece[] {
    stage = current;
    held = "";
    const { pieces, rest } = current.push(text);
    return rest === null ? pieces : [...pieces, ...plain(rest)];
  }

  function open(text: string): ContentPiece[] {
    const start = text.trimStart();
    const tags = thinkTags.find(({ open }) => start.startsWith(open));
    if (tags) {
      const isCopy = copyOf();
      const stage = isCopy ? createCopyStage(isCopy, tags) : createThinkStage(tags);
      return inStage(stage, start.slice(tags.open.length));
    }
    if (start.startsWith("<|channel|>") || start.startsWith("<|start|>")) return inStage(createHarmonyStage(), start);
    // An answer may begin with the word; only the glued form is followed at once by a capital letter.
    if (/^analysis\p{Lu}/u.test(start)) return inStage(createGluedStage(), start.slice("analysis".length));
    const isWaiting = text.length < maxBlank && openers.some((opener) => opener.startsWith(start));
    if (!isWaiting) return isOpen && !copyOf() ? inStage(createThinkStage(usualTags), text) : plain(text);
    held = text;
    return [];
  }

  return {
    isPlain: () => isPlain,
    push(text) {
      if (text === "") return [];
      if (isPlain) return [{ to: "text", text }];
      return stage ? inStage(stage, text) : open(held + text);
    },
    settle: () => (stage || isPlain || held === "" ? [] : plain(held)),
    end: () => (stage ? stage.end() : plain(held)),
  };
}
