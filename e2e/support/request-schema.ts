import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";
import { sharedFile } from "./recordings-folder.ts";

const text = sharedFile("contract", "openrouter-chat-request.schema.json");
export const hasRequestSchema = text !== null;

const knownFormats = new Set(
  z
    .object({ $defs: z.object({ ReasoningFormat: z.object({ enum: z.array(z.string().nullable()) }) }) })
    .optional()
    .parse(text === null ? undefined : JSON.parse(text))?.$defs.ReasoningFormat.enum,
);
const knownTypes = new Set(["reasoning.text", "reasoning.summary", "reasoning.encrypted"]);
const detailSchema = z.looseObject({ type: z.string(), format: z.string().nullish() });
const bodySchema = z.looseObject({ messages: z.array(z.looseObject({ role: z.string() })) });

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(text === null ? {} : JSON.parse(text));

/** What the published schema of OpenRouter's requests has against this body; [] = nothing, or no schema is at hand. */
export function schemaFaults(body: unknown): string[] {
  validate(withoutUnknownDetails(bodySchema.parse(body)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function isKnown(item: unknown): boolean {
  const { type, format } = detailSchema.parse(item);
  return knownTypes.has(type) && (format === undefined || knownFormats.has(format));
}

/** The schema lists the kinds known at its date; kinds of later dates are sent all the same. */
function withoutUnknownDetails(body: z.infer<typeof bodySchema>): unknown {
  const messages = body.messages.map((message) =>
    Array.isArray(message.reasoning_details)
      ? { ...message, reasoning_details: message.reasoning_details.filter(isKnown) }
      : message,
  );
  return { ...body, messages };
}
