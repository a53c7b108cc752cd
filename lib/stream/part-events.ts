import "server-only";
import type { MessagePart } from "@/lib/conversation/message";
import type { CallEvent } from "@/lib/reasoning/events";

/** A stored part as the events that would have made it. */
export function eventsOf(part: MessagePart, index: number): { event: CallEvent; atMs: number }[] {
  switch (part.type) {
    case "text":
    case "refusal":
      return [{ event: { type: part.type, text: part.text }, atMs: 0 }];
    case "reasoning": {
      const event = { type: "reasoning" as const, kind: part.kind, field: "reasoning" as const };
      return [
        { event: { ...event, text: part.text }, atMs: 0 },
        { event: { ...event, text: "" }, atMs: part.durationMs ?? 0 },
      ];
    }
    case "tool": {
      const call = { type: "tool-call" as const, index, name: part.name, arguments: part.arguments };
      const result = { type: "tool-result" as const, index, ok: part.state === "done", result: part.result ?? "" };
      return part.result === null
        ? [{ event: call, atMs: 0 }]
        : [
            { event: call, atMs: 0 },
            { event: result, atMs: 0 },
          ];
    }
    case "notice":
      return [];
    default:
      return part satisfies never;
  }
}
