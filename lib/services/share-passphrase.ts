import "server-only";
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/errors/app-error";

/** 32 MB and some 80 ms for each try: what a stolen hash is worth rests on it. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } satisfies ScryptOptions;
const bytes = 32;

/** More at a time would hold up everything else that waits for a thread. */
const maxAtOnce = 16;
let running = 0;

/** @throws AppError too_many_requests */
async function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  if (running >= maxAtOnce) throw new AppError("too_many_requests", { detail: "passphrases" });
  running += 1;
  try {
    return await derived(passphrase, salt);
  } finally {
    running -= 1;
  }
}

const derived = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // One spelling: keyboards differ in how they compose a letter.
    scrypt(passphrase.normalize("NFC"), salt, bytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(passphrase, salt)).toString("base64url")}`;
}

/** Takes as long without a hash to compare with: how long it takes must not tell whether there is such a share. */
export async function isPassphrase(passphrase: string, hash: string | null): Promise<boolean> {
  const [salt = "", expected = ""] = hash?.split(".") ?? [];
  const key = await derive(passphrase, Buffer.from(salt, "base64url"));
  const known = Buffer.from(expected, "base64url");
  return known.length === key.length && timingSafeEqual(known, key);
}
