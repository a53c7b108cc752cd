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

function chunksOfSse(text: string): unknown[] {
  const chunks: unknown[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== "[DONE]") chunks.push(parseExactChunk(data));
    },
  });
  parser.feed(text);
  return chunks;
}

/** The chunks of one recording: an event stream, a chunk per line, or one whole body. */
export function chunksOfFile(path: string): unknown[] {
  const text = readFileSync(path, "utf8");
  if (path.endsWith(".sse")) return chunksOfSse(text);
  if (!path.endsWith(".jsonl")) return [parseExactChunk(text)];
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseExactChunk(line)]));
}

/** A recording of the project's own. */
export function fixturePath(name: string): string {
  return join(root, "lib", "reasoning", "__fixtures__", name);
}
