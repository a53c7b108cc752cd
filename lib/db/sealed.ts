import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/config/env";

type Use = "connection-keys" | "share-links";

/** One key per use, derived from APP_SECRET, so that a leaked use does not open another. */
function keyFor(use: Use): Buffer {
  return Buffer.from(hkdfSync("sha256", env().APP_SECRET, "verbatim", use, 32));
}

/**
 * AES-256-GCM. `boundTo` is additional data: the same sealed text opened for another row or another origin fails.
 * Format: base64url(nonce 12 bytes | tag 16 bytes | ciphertext).
 */
export function seal(text: string, boundTo: string, use: Use = "connection-keys"): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(use), nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** null when it was sealed for something else, with another APP_SECRET, or was altered. */
export function open(sealed: string, boundTo: string, use: Use = "connection-keys"): string | null {
  try {
    const bytes = Buffer.from(sealed, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", keyFor(use), bytes.subarray(0, 12)).setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
