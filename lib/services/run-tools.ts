import "server-only";
import { limits } from "@/lib/config/limits";
import { log } from "@/lib/config/log";
import type { EndedCall } from "@/lib/db/call-writes";
import type { CallEvent } from "@/lib/reasoning/events";
import { cleanToolName } from "@/lib/reasoning/harmony";
import type { CallRecorder } from "@/lib/reasoning/record";
import { runTool } from "@/lib/tools/registry";
import type { ToolResult } from "@/lib/tools/tool";

/** What ends a call in the middle: it may lack half its arguments, or be the half that was let through. */
const cutReasons = ["length", "content_filter"];

/** Tools were offered, the model called some and said so to the end. */
export function hasToolsToRun({ record, outcome, ended, sentSettings, step }: EndedCall): boolean {
  const offered = Array.isArray(sentSettings.tools) && sentSettings.tools.length > 0;
  const isWhole = outcome === "done" && ended !== "cut" && !cutReasons.includes(record.finishReason ?? "");
  return offered && isWhole && record.wire.toolCalls.length > 0 && step + 1 < limits.callsPerCompletion;
}

/** Runs the tools of a call one after the other, in the order of the model; their results become part of its record. */
export async function runTools(
  ended: EndedCall,
  recorder: CallRecorder,
  onEvent: (callId: string, event: CallEvent, atMs: number) => void,
  run: typeof runTool = runTool,
): Promise<void> {
  const atMs = ended.totalMs ?? Number.NaN;
  const { wire, toolRuns } = ended.record;
  for (const [place, { name, arguments: text }] of wire.toolCalls.entries()) {
    const index = toolRuns[place]?.index ?? place;
    const result = await run(cleanToolName(name), text).catch((error: unknown) => brokenTool(error, ended.id));
    const event = { type: "tool-result" as const, index, ...result };
    recorder.apply(event, atMs);
    onEvent(ended.id, event, atMs);
  }
  ended.record = recorder.record();
}

/** A fault of the tool itself. The model can go on without it; the answer must not hang on it. */
function brokenTool(error: unknown, callId: string): ToolResult {
  log().error({ err: error, callId }, "a tool broke");
  return {
    ok: false,
    result: "Error: the tool failed inside. Calling it again with the same arguments will not help.",
  };
}
