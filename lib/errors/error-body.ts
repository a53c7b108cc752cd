import type { AppError, Conflict } from "./app-error";

/** The body of every error answer, and the JSON inside an `error` chunk of a stream. */
export interface ErrorBody {
  error: { code: string; message: string; requestId: string; conflict?: Conflict };
}

export function toErrorBody(error: AppError, requestId: string): ErrorBody {
  const { code, userMessage: message, conflict } = error;
  return { error: { code, message, requestId, ...(conflict && { conflict }) } };
}
