import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createParser } from "eventsource-parser";
import { parseExactChunk } from "../exact-json";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Where the larger recordings lie, when they are at hand; null = the tests that need them are skipped, and say so. */
export function recordedDir(): string | null {
  const folder = join(dirname(join(root, ".")), "shared", "recorded");
  return existsSync(join(folder, "expected.json")) ? folder : null;
}

/** The JSON chunks of an event stream, given in pieces of bytes as a network would. */
export function chunksOfSse(pieces: Iterable<Uint8Array>): unknown[] {
  const chunks: unknown[] = [];
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== "[DONE]") chunks.push(parseExactChunk(data));
    },
  });
  for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
  return chunks;
}

/** The chunks of one recording: an event stream, a chunk per line, or one whole body. */
export function chunksOfFile(path: string): unknown[] {
  const bytes = readFileSync(path);
  if (path.endsWith(".sse")) return chunksOfSse([bytes]);
  const text = bytes.toString("utf8");
  if (!path.endsWith(".jsonl")) return [parseExactChunk(text)];
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseExactChunk(line)]));
}

/** A recording of the project's own. */
export function fixturePath(name: string): string {
  return join(root, "lib", "reasoning", "__fixtures__", name);
}
