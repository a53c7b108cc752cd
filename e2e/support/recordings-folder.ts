import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ownFolder = join(root, "e2e", "support", "recordings");
const shared = join(dirname(join(root, ".")), "shared");

/** A file of the larger collection beside the project, when that is at hand; null = what needs it is skipped, and says so. */
export function sharedFile(folder: "recorded" | "contract", name: string): string | null {
  const path = join(shared, folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

export const ownExpected = (): string => readFileSync(join(ownFolder, "expected.json"), "utf8");

/** A new folder with the project's recordings and those beside it, for the fake provider to replay. The caller removes it. */
export function mergeRecordings(): string {
  const merged = mkdtempSync(join(tmpdir(), "verbatim-recordings-"));
  for (const folder of [join(shared, "recorded"), ownFolder]) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) cpSync(join(folder, name), join(merged, name));
  }
  return merged;
}
