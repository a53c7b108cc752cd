import { z } from "zod";
import type { ToolName } from "./names";

/** What goes back to the model. With `ok` false it says what is wrong in words the model can act on. */
export interface ToolResult {
  ok: boolean;
  result: string;
}

export interface Tool {
  name: ToolName;
  /** for the model */
  description: string;
  /** JSON schema of the arguments */
  parameters: Record<string, unknown>;
  /** Never throws. `argumentsText` is what the model wrote: JSON, an empty text, or something broken. */
  run(argumentsText: string): Promise<ToolResult>;
}

interface ToolDefinition<S extends z.ZodObject> {
  name: ToolName;
  description: string;
  arguments: S;
  /** a call that works, for the message about one that does not */
  example: z.input<S>;
  /** @throws ToolError with a sentence for the model */
  run(input: z.output<S>): string;
}

/** Something is wrong with what the model asked for; the message is for the model. */
export class ToolError extends Error {}

/** One schema serves the model, the parsing and the type. Keys it does not know are passed over: models add some. */
export function defineTool<S extends z.ZodObject>(definition: ToolDefinition<S>): Tool {
  const { name, description, example } = definition;
  const { $schema: _, ...parameters } = z.toJSONSchema(definition.arguments, { io: "input" });
  const expected = `Expected arguments like ${JSON.stringify(example)}.`;
  const refuse = (what: string): ToolResult => ({ ok: false, result: `Error: ${what} ${expected}` });
  return {
    name,
    description,
    parameters,
    async run(argumentsText) {
      const value = parseArguments(argumentsText);
      if (value === undefined) return refuse("the arguments are not valid JSON.");
      const input = definition.arguments.safeParse(value);
      if (!input.success) return refuse(describe(input.error));
      try {
        return { ok: true, result: definition.run(input.data) };
      } catch (error) {
        if (error instanceof ToolError) return { ok: false, result: `Error: ${error.message}` };
        throw error;
      }
    },
  };
}

/** Models send an empty text for no arguments, and some send the JSON once more inside a JSON string. */
function parseArguments(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" && value.trim().startsWith("{") ? JSON.parse(value) : (value ?? {});
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "the arguments do not fit.";
  const path = issue.path.map(String).join(".");
  return path === "" ? `${issue.message}.` : `${path}: ${issue.message}.`;
}
