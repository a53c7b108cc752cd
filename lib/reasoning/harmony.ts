import type { ContentPiece, ContentStage } from "./content-stages";
import { partialMarker } from "./markers";

const message = "<|message|>";
/** Everything that can end the body of a frame. */
const bodyEnds = ["<|end|>", "<|return|>", "<|call|>", "<|start|>", "<|channel|>"];
/** A header is a role, a channel, a recipient and a content type; a longer one is no header. */
const maxHeader = 512;

type Sink = { to: "text" } | { to: "reasoning" } | { to: "tool"; name: string };

function sinkOf(header: string): Sink {
  const recipient = /\bto=([^\s<]+)/.exec(header)?.[1];
  if (recipient) return { to: "tool", name: recipient };
  // commentary without a recipient is a preamble meant for the reader
  return /<\|channel\|>\s*analysis/.test(header) ? { to: "reasoning" } : { to: "text" };
}

function firstEnd(text: string): { at: number; marker: string } | null {
  let found: { at: number; marker: string } | null = null;
  for (let at = text.indexOf("<|"); at >= 0 && !found; at = text.indexOf("<|", at + 1)) {
    const marker = bodyEnds.find((end) => text.startsWith(end, at));
    if (marker) found = { at, marker };
  }
  return found;
}

/**
 * gpt-oss behind a server that leaves the raw frames in `content`: `<|channel|>analysis<|message|>…<|end|><|start|>assistant…`.
 * analysis is reasoning, final is the answer, a frame with a recipient is a tool call. Format: github.com/openai/harmony docs/format.md
 */
export function createHarmonyStage(): ContentStage {
  let header: string | null = "";
  let held = "";
  let sink: Sink = { to: "text" };
  let isNewCall = false;

  function say(text: string): ContentPiece[] {
    if (sink.to === "tool") {
      if (text === "" && !isNewCall) return [];
      const name = isNewCall ? sink.name : "";
      isNewCall = false;
      return [{ to: "tool", name, text }];
    }
    if (text === "") return [];
    return [sink.to === "text" ? { to: "text", text } : { to: "reasoning", text, field: "content" }];
  }

  function push(text: string): { pieces: ContentPiece[]; rest: string | null } {
    const pieces: ContentPiece[] = [];
    for (let left = text; ; ) {
      if (header !== null) {
        header += left;
        const at = header.indexOf(message);
        if (at < 0) {
          // Between frames there are only markers: other text means that the frames are over.
          const isPlain = header.trimStart() !== "" && !"<|".startsWith(header.trimStart().slice(0, 2));
          if (!isPlain && header.length <= maxHeader) return { pieces, rest: null };
          return { pieces, rest: header };
        }
        sink = sinkOf(header.slice(0, at));
        isNewCall = sink.to === "tool";
        left = header.slice(at + message.length);
        header = null;
      }
      const all: string = held + left;
      const end = firstEnd(all);
      if (!end) {
        const cut = all.length - partialMarker(all, bodyEnds);
        held = all.slice(cut);
        pieces.push(...say(all.slice(0, cut)));
        return { pieces, rest: null };
      }
      pieces.push(...say(all.slice(0, end.at)));
      held = "";
      const after = all.slice(end.at + end.marker.length);
      // start and channel open the next header themselves; the others only close.
      header = end.marker === "<|start|>" || end.marker === "<|channel|>" ? end.marker : "";
      left = after;
    }
  }

  return {
    push,
    end() {
      if (header === null) return say(held);
      // A frame that was cut inside its header has said nothing; anything else is shown rather than lost.
      return header === "" || header.trimStart().startsWith("<|") ? [] : [{ to: "text", text: header }];
    },
  };
}

/** `functions.query<|channel|>commentary` → `query`: the marker leaks into names, and the namespace is not part of them. */
export function cleanToolName(name: string): string {
  const cut = name.indexOf("<|");
  return (cut < 0 ? name : name.slice(0, cut)).trim().replace(/^functions\./, "");
}
