import "server-only";
import { lookup as dnsLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { pipeline, type Readable } from "node:stream";
import zlib from "node:zlib";
import { Agent, request } from "undici";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/errors/app-error";
import { isAddressAllowed } from "./address";

export interface UpstreamRequest {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | null;
  signal: AbortSignal | null;
}
export interface UpstreamResponse {
  status: number;
  headers: Headers;
  body: Readable;
}
/** How a request reaches a model server. */
export type OpenUpstream = (url: string, init: UpstreamRequest) => Promise<UpstreamResponse>;

/** Solo: the person owns the machine, local model servers are the point. Team: an administrator has to allow them. */
const allowPrivate = () => env().AUTH_MODE === "solo";

const checkedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 4);
    const refused = addresses.find(({ address }) => !isAddressAllowed(address, allowPrivate()));
    const first = addresses[0];
    if (refused || !first) {
      return callback(Object.assign(new Error("address not allowed"), { code: "ERR_ADDRESS_NOT_ALLOWED" }), "", 4);
    }
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

let agent: Agent | undefined;

/**
 * The one way out of this server to an address somebody entered. One name look-up, every record checked, and the connection goes to
 * a checked address; redirects are not followed; no time-out of the HTTP client's own (a model may be silent for minutes: the two
 * clocks of observed-call.ts decide). The body is a Node stream: web streams around it cost more per token than all else on its way.
 * @throws AppError provider_address; what the HTTP client throws
 */
export const openGuarded: OpenUpstream = async (url, { method, headers, body, signal }) => {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, "");
  // A literal address never reaches the look-up.
  if (isIP(host) !== 0 && !isAddressAllowed(host, allowPrivate())) {
    throw new AppError("provider_address", {
      detail: `refused ${host}`,
      userMessage: "This server may not connect to that address.",
    });
  }
  agent ??= new Agent({
    connect: { lookup: checkedLookup, timeout: 15_000 },
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 20_000,
    connections: null,
  });
  const response = await request(target, {
    method,
    // Compressed tokens would come in blocks.
    headers: { "accept-encoding": "identity", ...headers },
    body,
    signal,
    dispatcher: agent,
  });
  const received = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) received.append(name, one);
  }
  if (response.statusCode >= 300 && response.statusCode < 400 && response.statusCode !== 304) {
    response.body.on("error", () => {}).destroy();
    const location = received.get("location");
    throw new AppError("provider_address", {
      detail: `redirect ${response.statusCode}`,
      userMessage: `The address answers with a redirect${location ? ` to ${hostOf(location, target)}` : ""}. Enter the final address instead.`,
    });
  }
  return { status: response.statusCode, headers: received, body: decoded(response.body, received) };
};

const decoders = {
  gzip: () => zlib.createGunzip(),
  "x-gzip": () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
};

/** Some hosts compress whatever was asked for. */
function decoded(body: Readable, headers: Headers): Readable {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase();
  const decoder = Object.entries(decoders).find(([name]) => name === encoding)?.[1]();
  // The error reaches whoever reads the end of the pipeline.
  return decoder ? pipeline(body, decoder, () => {}) : body;
}

function hostOf(location: string, base: URL): string {
  try {
    return new URL(location, base).host;
  } catch {
    return "another place";
  }
}
