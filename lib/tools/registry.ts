import { calculator } from "./calculator";
import { currentTime } from "./current-time";
import { isToolName, type ToolName, toolNames } from "./names";
import type { Tool, ToolResult } from "./tool";

const tools: Record<ToolName, Tool> = { calculator, current_time: currentTime };

/** One entry of the wire's `tools` array. */
export interface ToolDefinition {
  type: "function";
  function: { name: string; description: string; parameters: Record<string, unknown> };
}

export function findTool(name: string): Tool | null {
  return isToolName(name) ? tools[name] : null;
}

/** What the model is told, in the order asked for. A name no tool has is left out: nothing could run it. */
export function toolDefinitions(names: readonly string[]): ToolDefinition[] {
  return [...new Set(names)].flatMap((name) => {
    const tool = findTool(name);
    if (!tool) return [];
    const { description, parameters } = tool;
    return [{ type: "function", function: { name: tool.name, description, parameters } }];
  });
}

/** Runs a tool by the name the model wrote. Never throws for anything the model did. */
export async function runTool(name: string, argumentsText: string): Promise<ToolResult> {
  const tool = findTool(name);
  if (tool) return tool.run(argumentsText);
  return {
    ok: false,
    result: `Error: there is no tool ${JSON.stringify(name.slice(0, 100))}. Tools: ${toolNames.join(", ")}.`,
  };
}
