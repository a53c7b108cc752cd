/** The tools this server can run by itself. None of them reads or changes anything of the person's, so none of them asks first. */
export const toolNames = ["calculator", "current_time"] as const;
export type ToolName = (typeof toolNames)[number];

/** What people call them. */
export const toolLabels: Record<ToolName, string> = { calculator: "Calculator", current_time: "Current time" };

export function isToolName(name: string): name is ToolName {
  return toolNames.some((known) => known === name);
}
