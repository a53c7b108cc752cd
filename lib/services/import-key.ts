import "server-only";
import { createHash } from "node:crypto";
import type { Pause } from "@/lib/import/pace";

interface KeyInput {
  format: string;
  /** the one it has in the file, or "" */
  id: string;
  messages: readonly { parent: number | null; role: string; parts: readonly { type: string; text: string }[] }[];
  pause: Pause;
}

/**
 * What makes two conversations of files the same: format, id and every word at its place. One that has grown since is another: taking it
 * for the same would lose what is new.
 */
export async function importKeyOf({ format, id, messages, pause }: KeyInput): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([format, id]));
  for (const { parent, role, parts } of messages) {
    await pause();
    hash.update(JSON.stringify([parent, role]));
    for (const { type, text } of parts) hash.update(JSON.stringify([type, text]));
  }
  return `${format}:${hash.digest("hex")}`;
}
