import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const manifest = z.strictObject({ style: z.string(), script: z.string(), fonts: z.array(z.string()) });
export type ShareAssets = z.output<typeof manifest>;

let read: Promise<ShareAssets> | undefined;

/** Addresses of what the page of a share loads, as the build has made it (scripts/lib/share-assets.mjs). */
export function shareAssets(): Promise<ShareAssets> {
  read ??= readFile(join(process.cwd(), "public/share-page/manifest.json"), "utf8").then((text) =>
    manifest.parse(JSON.parse(text)),
  );
  return read;
}
