import { z } from "zod/mini";
import type { AppError } from "./app-error";

/** The body of every error answer, and the JSON inside an `error` chunk of a stream. */
export const errorBodySchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export function toErrorBody(error: AppError, requestId: string): ErrorBody {
  return { error: { code: error.code, message: error.userMessage, requestId } };
}

/** Reads an error body, or null when the text is something else. */
export function parseErrorBody(text: string): ErrorBody | null {
  try {
    const result = errorBodySchema.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
