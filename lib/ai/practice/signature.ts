import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Public on purpose and never to be changed: a signature must still verify after a restart and after an update. It shows that a
 * text made the round trip unaltered; it keeps nothing secret.
 */
const publicKey = "verbatim practice model, public round-trip key, version 1";

/** HMAC-SHA256 over the text, base64. */
export function sign(text: string): string {
  return createHmac("sha256", publicKey).update(text, "utf8").digest("base64");
}

export function isSignatureOf(text: string, signature: string): boolean {
  const expected = Buffer.from(sign(text));
  const actual = Buffer.from(signature);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/**
 * The `data` of an encrypted detail: looks like ciphertext, is base64url of the scripted text, and carries a signature over that
 * text and the summary that came before it.
 */
export function seal(hiddenText: string, summary: string): string {
  return `${Buffer.from(hiddenText, "utf8").toString("base64url")}.${sign(`${hiddenText}\n${summary}`)}`;
}

export function isSealOf(data: string, summary: string): boolean {
  const [body = "", signature = ""] = data.split(".");
  return isSignatureOf(`${Buffer.from(body, "base64url").toString("utf8")}\n${summary}`, signature);
}
