import "server-only";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";

/** Deeper JSON than any of our bodies; parsers and validators recurse. */
const maxDepth = 64;

/**
 * So much of a body that is too large is still read, and dropped: a client that is busy sending would not hear the answer, and the
 * connection, left in the middle of a body, would take its next request into nothing.
 */
const droppedBytes = 64_000_000;

/**
 * The body as JSON, read up to the limit and no further. An empty body is {}.
 * @throws AppError body_too_large, unsupported_media_type, invalid_json
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > droppedBytes) throw tooLarge(`${declared} bytes declared`, true);
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return {};
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported_media_type", { detail: type ?? "none" });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("invalid_json", { userMessage: "The body is not valid UTF-8.", cause: error });
  }
  if (depthExceeds(text, maxDepth))
    throw new AppError("invalid_json", { detail: "too deep", userMessage: "The body is nested too deeply." });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid_json", { cause: error });
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of request.body) {
    total += piece.byteLength;
    if (total <= limits.bodyBytes) pieces.push(piece);
    else pieces.length = 0;
    if (total > droppedBytes) throw tooLarge("limit reached while reading", true);
  }
  if (total > limits.bodyBytes) throw tooLarge(`${total} bytes`, false);
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
