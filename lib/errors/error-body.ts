import type { AppError } from "./app-error";

/** The body of every error answer, and the JSON inside an `error` chunk of a stream. */
export interface ErrorBody {
  error: { code: string; message: string; requestId: string };
}

export function toErrorBody(error: AppError, requestId: string): ErrorBody {
  return { error: { code: error.code, message: error.userMessage, requestId } };
}
