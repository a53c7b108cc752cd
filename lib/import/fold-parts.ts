import { visibleText } from "../reasoning/visible-text";
import type { ForeignPart } from "./foreign";

/** A part as it is stored. */
export interface FoldedPart {
  type: "text" | "reasoning" | "tool" | "notice";
  text: string;
  data: object | null;
  durationMs: number | null;
}
interface Tool {
  name: string;
  arguments: string;
  result: string | null;
}

/** The parts of one answer: results go to the tools they belong to, durations to their reasoning. */
export function foldParts(parts: readonly ForeignPart[]): FoldedPart[] {
  const folded: (FoldedPart & { tool?: Tool })[] = [];
  const add = (type: FoldedPart["type"], text: string, more: Partial<FoldedPart> & { tool?: Tool } = {}) =>
    folded.push({ type, text: visibleText(text), data: null, durationMs: null, ...more });
  for (const part of parts) {
    switch (part.type) {
      case "text":
      case "notice":
        add(part.type, part.text);
        break;
      case "reasoning":
        add("reasoning", part.text, { data: { kind: part.kind }, durationMs: part.durationMs });
        break;
      case "reasoning-end": {
        const before = folded.findLast(({ type }) => type === "reasoning");
        if (before && before.durationMs === null) before.durationMs = part.durationMs;
        else if (!before) add("reasoning", "", { data: { kind: "hidden" }, durationMs: part.durationMs });
        break;
      }
      case "tool":
        add("tool", "", { tool: { name: part.name, arguments: part.arguments, result: part.result } });
        break;
      case "tool-result": {
        const open = folded.findLast(
          ({ tool }) => tool && tool.result === null && sameTool(tool.name, part.name),
        )?.tool;
        if (open) open.result = part.text;
        else add("tool", "", { tool: { name: part.name, arguments: "", result: part.text } });
        break;
      }
      default:
        part satisfies never;
    }
  }
  return folded.map(({ tool, ...part }) => (tool ? { ...part, data: toolData(tool) } : part));
}

/** A tool with several functions answers under its own name or that of the function. */
const sameTool = (called: string, answered: string) => called.split(".")[0] === answered.split(".")[0];

function toolData({ name, arguments: given, result }: Tool): object {
  const [shown, sent] = [visibleText(name), visibleText(given)];
  const state = result === null ? "not_run" : "done";
  return { name: shown, arguments: sent, state, result: result === null ? null : visibleText(result) };
}
