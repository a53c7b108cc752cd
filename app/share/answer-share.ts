import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { log } from "@/lib/config/log";
import { booted } from "@/lib/config/readiness";
import { shareToken } from "@/lib/contract/shares";
import { AppError } from "@/lib/errors/app-error";
import { toErrorBody } from "@/lib/errors/error-body";
import { toAppError } from "@/lib/http/error-response";
import { isKnownHost } from "@/lib/http/guard";
import { shareHeaders } from "@/lib/http/share-headers";
import { countGuess, countMiss, limitTries } from "@/lib/http/share-limits";
import { grantFor, isGranted, openShare, type PublicShare } from "@/lib/services/open-share";
import { isPassphrase } from "@/lib/services/share-passphrase";
import { refusalWords, type ShareRefusal } from "@/lib/share/refusals";

/** What a handler of one form of a share answers with. */
export interface ShareForm {
  /** the answer for a reader who may read it, made once for each version and `origin`; null = it is gone in this moment */
  body: (share: PublicShare, token: string, grant: string | null) => Promise<string | Uint8Array | null>;
  contentType: string;
  /** the same answer may be kept in memory under this name; null = never */
  cacheAs: string | null;
  /** what it says instead */
  refuse: (why: ShareRefusal, token: string) => Promise<{ body: string; contentType: string }>;
  frameAncestors?: (share: PublicShare) => readonly string[];
  disposition?: (share: PublicShare) => string;
  /** it counts as an opening of the share */
  onRead?: (share: PublicShare) => void;
}

const statusOf: Record<ShareRefusal, number> = {
  ...{ missing: 404, gone: 410, locked: 200, wrong: 404, too_many: 429, failed: 503 },
};

/** By share, version and form: what is in it is never out of date. Bytes. */
const made = new LRUCache<string, Made>({
  maxSize: 64_000_000,
  sizeCalculation: ({ body, packed }) => body.byteLength + (packed?.byteLength ?? 0) + 200,
});
interface Made {
  body: Uint8Array<ArrayBuffer>;
  /** gzip, made once instead of for every reader; null where it would save nothing */
  packed: Uint8Array<ArrayBuffer> | null;
  etag: string;
}
const packedFrom = 1000; // bytes
/** scripts/lib/next-entry.mjs makes `x-packed` the header that Next would leave out; the development server does not. */
const canPack = "verbatimPacks" in globalThis;

/** Many who come first at the same moment wait for one. */
const being = new Map<string, Promise<Made | null>>();
function beginOnce(key: string, answer: Promise<Made | null>) {
  const once = answer.finally(() => being.delete(key));
  being.set(key, once);
  return once;
}

/**
 * One request for one form of a share. No session is looked at: the token is the right to read, and the share's row is asked for every time.
 * A passphrase comes with a POST, which leads to the same address with a grant.
 */
export async function answerShare(request: Request, shareId: string, form: ShareForm): Promise<Response> {
  const token = shareToken.safeParse(shareId).data ?? "";
  const refuse = async (why: ShareRefusal, headers: Record<string, string> = {}) => {
    const { body, contentType } = await form.refuse(why, token);
    const common = shareHeaders({ etag: null, indexable: false, frameAncestors: [] });
    return new Response(body, {
      status: why === "locked" && contentType.startsWith("application/json") ? 403 : statusOf[why],
      headers: { ...common, "content-type": contentType, ...headers },
    });
  };
  try {
    if (!isKnownHost(request.headers.get("host"))) return new Response("Unknown host\n", { status: 421 });
    await booted();
    const passphrase = request.method === "POST" ? await passphraseIn(request) : null;
    const share = token === "" ? null : await openShare(token);
    if (passphrase !== null) {
      // Of what never was the same is said, and as slowly, as of a wrong passphrase.
      await countGuess(request);
      const isRight = await limitTries(token, () => isPassphraseOf(share, passphrase));
      if (!share || !isRight) return await refuse("wrong");
    } else if (!share) {
      await countMiss(request);
      return await refuse("missing");
    }
    if (share.isGone) return await refuse("gone");
    const isLocked = share.passphraseHash !== null;
    if (passphrase !== null) return openedAt(request, isLocked ? grantFor(share) : null);
    // Only the passphrase gives a new one: the one that was given ends when it ends.
    const grant = isLocked ? new URL(request.url).searchParams.get("grant") : null;
    if (isLocked && !isGranted(share, grant)) return await refuse("locked");
    const reading = { request, token, form, isLocked, grant };
    const answer = await read({ ...reading, share });
    if (answer) return answer;
    // It may have been published anew between two looks.
    const fresh = await openShare(token);
    const again =
      fresh && !fresh.isGone && fresh.version !== share.version ? await read({ ...reading, share: fresh }) : null;
    return again ?? (await refuse("gone"));
  } catch (error) {
    const known = toAppError(error);
    if (known.code === "too_many_requests") return refuse("too_many", { "retry-after": "5", ...known.headers });
    if (known.status >= 500) log().error({ err: error }, "share not shown");
    return refuse("failed", { "retry-after": "5", ...known.headers });
  }
}

/** From the form to the page, so that nothing is sent again when the page is loaded again. */
function openedAt(request: Request, grant: string | null): Response {
  const { pathname } = new URL(request.url);
  const location = grant === null ? pathname : `${pathname}?grant=${grant}`;
  const common = shareHeaders({ etag: null, indexable: false, frameAncestors: [] });
  return new Response(null, { status: 303, headers: { ...common, location } });
}

interface Reading {
  request: Request;
  share: PublicShare;
  token: string;
  form: ShareForm;
  isLocked: boolean;
  grant: string | null;
}

async function read({ request, share, token, form, isLocked, grant }: Reading): Promise<Response | null> {
  const key = `${share.id} ${share.version} ${form.cacheAs}`;
  const isKept = form.cacheAs !== null && !isLocked;
  const begin = () =>
    form.body(share, token, grant).then((body) => (body === null ? null : pack(body, form.contentType)));
  const answer = isKept ? (made.get(key) ?? (await (being.get(key) ?? beginOnce(key, begin())))) : await begin();
  if (answer === null) return null;
  if (isKept) made.set(key, answer);
  form.onRead?.(share);
  const { indexable } = share;
  const frameAncestors = form.frameAncestors?.(share) ?? [];
  const isPacked = canPack && answer.packed !== null && /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const etag = `"${answer.etag}${isPacked ? "-gz" : ""}"`;
  const headers = {
    ...shareHeaders({ etag: isLocked ? null : etag, indexable: indexable && !isLocked, frameAncestors }),
    vary: "accept-encoding",
  };
  if (!isLocked && request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(isPacked ? answer.packed : answer.body, {
    headers: {
      ...headers,
      "content-type": form.contentType,
      ...(isPacked && { "x-packed": "gzip" }),
      ...(form.disposition && { "content-disposition": form.disposition(share) }),
    },
  });
}

async function pack(body: string | Uint8Array, contentType: string): Promise<Made> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const isText = !contentType.startsWith("image/") && bytes.byteLength > packedFrom;
  return {
    body: bytes,
    packed: isText ? new Uint8Array(await promisify(gzip)(bytes)) : null,
    etag: createHash("sha256").update(bytes).digest("base64url").slice(0, 24),
  };
}

function isPassphraseOf(share: PublicShare | null, passphrase: string): Promise<boolean> {
  if (share && share.passphraseHash === null) return Promise.resolve(true);
  return isPassphrase(passphrase, share?.passphraseHash ?? null);
}

/** Of a form as browsers send it; longer than any passphrase is none. */
async function passphraseIn(request: Request): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? "NaN");
  if (!(declared <= 4000)) return "";
  const fields = new URLSearchParams(await request.text());
  return (fields.get("passphrase") ?? "").slice(0, 200);
}

/** What programs are told. */
export function refuseAsJson(why: ShareRefusal): Promise<{ body: string; contentType: string }> {
  const code = why === "too_many" ? "too_many_requests" : why === "failed" ? "not_ready" : "not_found";
  const userMessage = refusalWords[why];
  const body = toErrorBody(new AppError(code, { userMessage }), "share");
  return Promise.resolve({ body: JSON.stringify(body), contentType: "application/json" });
}
