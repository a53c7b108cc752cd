import "server-only";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import { parseExact } from "@/lib/reasoning/exact-json";
import { parseInSlices } from "./sliced-json";

/** What a body may be, and how its text becomes a value. */
export interface BodyRules {
  maxBytes: number;
  /** parsers and validators recurse */
  maxDepth: number;
  parse: (text: string) => unknown;
  /** a body so large that others would wait: the list of this name is parsed element by element */
  slicedAt?: string;
}
/** Deeper than any of our bodies. */
const usual: BodyRules = { maxBytes: limits.bodyBytes, maxDepth: 64, parse: JSON.parse };
/** An exported conversation: what providers sent, as deep as it is, with the digits of its numbers. */
export const exportedFile: BodyRules = {
  maxBytes: limits.importBytes,
  maxDepth: 1000,
  parse: parseExact,
  slicedAt: "messages",
};

/**
 * So much of a body that is too large is still read, and dropped: a client that is busy sending would not hear the answer, and the
 * connection, left in the middle of a body, would take its next request into nothing.
 */
const droppedBytes = 64_000_000;

/**
 * The body as JSON, read up to the limit and no further. An empty body is {}.
 * @throws AppError body_too_large, unsupported_media_type, invalid_json
 */
export async function readJsonBody(request: Request, rules = usual): Promise<unknown> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > droppedBytes) throw tooLarge(`${declared} bytes declared`, true);
  const bytes = await readBytes(request, rules.maxBytes);
  if (bytes.byteLength === 0) return {};
  expectJson(request);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("invalid_json", { userMessage: "The body is not valid UTF-8.", cause: error });
  }
  const { slicedAt } = rules;
  const parsed = await (slicedAt === undefined
    ? parseAtOnce(text, rules)
    : parseInSlices(text, { ...rules, key: slicedAt })
  ).catch((error: unknown) => {
    throw new AppError("invalid_json", { cause: error });
  });
  if (parsed === null)
    throw new AppError("invalid_json", { detail: "too deep", userMessage: "The body is nested too deeply." });
  return parsed.value;
}

async function parseAtOnce(text: string, { maxDepth, parse }: BodyRules): Promise<{ value: unknown } | null> {
  return depthExceeds(text, maxDepth) ? null : { value: parse(text) };
}

/**
 * A file of JSON as it arrives, for a handler that reads it piece by piece.
 * @throws AppError unsupported_media_type, body_too_large when it says so itself
 */
export function arrivingFile(request: Request): AsyncIterable<Uint8Array> {
  expectJson(request);
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limits.importFileBytes) throw tooLarge(`${declared} bytes declared`, true);
  return request.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

function expectJson(request: Request): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported_media_type", { detail: type ?? "none" });
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of request.body) {
    total += piece.byteLength;
    if (total <= maxBytes) pieces.push(piece);
    else pieces.length = 0;
    if (total > droppedBytes) throw tooLarge("limit reached while reading", true);
  }
  if (total > maxBytes) throw tooLarge(`${total} bytes`, false);
  return Buffer.concat(pieces, total);
}

const tooLarge = (detail: string, hangUp: boolean) =>
  new AppError("body_too_large", { detail, ...(hangUp ? { headers: { connection: "close" } } : {}) });

/** Counts brackets outside strings, before anything recursive sees the text. */
function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (inString) {
      if (unit === 92) index += 1;
      else if (unit === 34) inString = false;
    } else if (unit === 34) inString = true;
    else if (unit === 123 || unit === 91) {
      depth += 1;
      if (depth > limit) return true;
    } else if (unit === 125 || unit === 93) depth -= 1;
  }
  return false;
}
