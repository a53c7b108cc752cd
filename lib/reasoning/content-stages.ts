import type { CopyCheck } from "./copy-check";
import { createMarkerScan } from "./markers";

/** A piece of `content`, and where it belongs. `tool` pieces are a call that leaked as text: the first has the name. */
export type ContentPiece =
  | { to: "text"; text: string }
  | { to: "reasoning"; text: string; field: "think" | "content" }
  | { to: "tool"; name: string; text: string };

/** Something at the start of `content` that is not the answer. It ends when `rest`, plain text from there on, is not null. */
export interface ContentStage {
  push(text: string): { pieces: ContentPiece[]; rest: string | null };
  end(): ContentPiece[];
}

/** What stands around thoughts, as the models' chat templates have it. */
export interface ThinkTags {
  open: string;
  close: string;
}
export const usualTags: ThinkTags = { open: "<think>", close: "</think>" };
export const thinkTags: readonly ThinkTags[] = [
  usualTags,
  // prompted or tuned to it
  { open: "<thinking>", close: "</thinking>" },
  { open: "<thought>", close: "</thought>" },
  { open: "<reasoning>", close: "</reasoning>" },
  // Seed-OSS, Magistral, Kimi, OpenThinker
  { open: "<seed:think>", close: "</seed:think>" },
  { open: "[THINK]", close: "[/THINK]" },
  { open: "◁think▷", close: "◁/think▷" },
  { open: "<|begin_of_thought|>", close: "<|end_of_thought|>" },
];

function reasoning(text: string, field: "think" | "content"): ContentPiece[] {
  return text === "" ? [] : [{ to: "reasoning", text, field }];
}

/** Thoughts between think tags. A block of nothing but whitespace, as models send when thinking is off, shows nothing. */
export function createThinkStage({ close }: ThinkTags): ContentStage {
  const scan = createMarkerScan(close);
  let blank: string[] | null = [];

  function say(text: string): ContentPiece[] {
    if (blank === null) return reasoning(text, "think");
    blank.push(text);
    if (text.trim() === "") return [];
    const all = blank.join("");
    blank = null;
    return reasoning(all, "think");
  }
  return {
    push(text) {
      const { body, rest } = scan.feed(text);
      return { pieces: say(body), rest };
    },
    end: () => say(scan.tail()),
  };
}

/**
 * Think tags although reasoning already came in a field of its own: as a rule a copy of the same words, which is dropped. As soon as
 * a word differs it is an answer that happens to begin with the tag, and all of it becomes text.
 */
export function createCopyStage(isCopy: CopyCheck, { open, close }: ThinkTags): ContentStage {
  const scan = createMarkerScan(close);
  const raw = [open];
  return {
    push(text) {
      raw.push(text);
      const { body, rest } = scan.feed(text);
      if (!isCopy(body)) return { pieces: [], rest: raw.join("") };
      return { pieces: [], rest };
    },
    end: () => (isCopy(scan.tail()) ? [] : [{ to: "text", text: raw.join("") }]),
  };
}

/** gpt-oss behind a server that removed the channel markers but left their words: `analysisWe need … assistantfinalThe answer`. */
export function createGluedStage(): ContentStage {
  const scan = createMarkerScan("assistantfinal");
  return {
    push(text) {
      const { body, rest } = scan.feed(text);
      return { pieces: reasoning(body, "content"), rest };
    },
    end: () => reasoning(scan.tail(), "content"),
  };
}
