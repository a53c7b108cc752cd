import "server-only";
import { isUtf8 } from "node:buffer";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import { createPace } from "@/lib/import/pace";
import { readSliced, TooDeep } from "@/lib/import/read-sliced";
import { parseExact } from "@/lib/reasoning/exact-json";

/** What a body may be, and how its text becomes a value. */
export interface BodyRules {
  maxBytes: number;
  /** parsers and validators recurse */
  maxDepth: number;
  parse: (text: string) => unknown;
}
/** Deeper than any of our bodies. */
const usual: BodyRules = { maxBytes: limits.bodyBytes, maxDepth: 64, parse: JSON.parse };
/** An exported conversation: what providers sent, as deep as it is, with the digits of its numbers. */
export const exportedFile: BodyRules = {
  maxBytes: limits.importBytes,
  maxDepth: 1000,
  parse: parseExact,
};

/** A body larger than this is parsed in pieces, between which others get their turn, bytes. */
const slicedBytes = 256_000;

/**
 * So much of a body that is too large is still read, and dropped: a client that is busy sending would not hear the answer, and the
 * connection, left in the middle of a body, would take its next request into nothing.
 */
const droppedBytes = 256_000_000;

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
  if (!isUtf8(bytes)) throw new AppError("invalid_json", { userMessage: "The body is not valid UTF-8." });
  try {
    return await parseBody(hasMark(bytes) ? bytes.subarray(3) : bytes, rules);
  } catch (error) {
    if (error instanceof TooDeep)
      throw new AppError("invalid_json", { detail: "too deep", userMessage: "The body is nested too deeply." });
    throw new AppError("invalid_json", { cause: error });
  }
}

/** Some tools begin every file with a byte order mark. */
const hasMark = (bytes: Buffer) => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

async function parseBody(bytes: Buffer, { maxDepth, parse }: BodyRules): Promise<unknown> {
  if (bytes.length > slicedBytes)
    return readSliced(bytes, { parse, pause: createPace(), sliceBytes: slicedBytes, maxDepth });
  const text = bytes.toString("utf8");
  if (depthExceeds(text, maxDepth)) throw new TooDeep("nested too deeply");
  return parse(text);
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

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (!request.body) return Buffer.alloc(0);
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
