import "server-only";
import pino, { type Logger } from "pino";
import { env } from "./env";

let logger: Logger | undefined;

/** Logs carry ids, codes and timings, never what people or models wrote, and never a key. */
export function log(): Logger {
  logger ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    redact: {
      paths: [
        "*.authorization",
        "*.apiKey",
        "err.requestBodyValues",
        "err.responseBody",
        "err.data",
        "err.responseHeaders",
        "err.value",
        "err.text",
      ],
      remove: true,
    },
    serializers: { err: errorForLog },
  });
  return logger;
}

/** Name, code, our own detail and stack; messages of foreign errors may quote bodies, so only their first line, capped. */
function errorForLog(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error;
  const { name, stack } = error;
  const code = "code" in error ? error.code : undefined;
  return {
    name,
    code: typeof code === "string" || typeof code === "number" ? code : undefined,
    message:
      name === "AppError" || name.startsWith("Prisma")
        ? error.message.split("\n").filter(Boolean).at(-1)?.slice(0, 300)
        : undefined,
    at: stack
      ?.split("\n")
      .find((line) => line.includes("    at "))
      ?.trim(),
    cause: error.cause !== undefined && depth < 3 ? errorForLog(error.cause, depth + 1) : undefined,
  };
}
