import "server-only";
import { lookup as dnsLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, fetch as undiciFetch } from "undici";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/errors/app-error";
import { isAddressAllowed } from "./address";

/**
 * The one way out of this server to an address somebody entered. One name look-up, every record checked, and the connection goes to
 * a checked address; redirects are not followed; no time-out of the HTTP client's own (a model may be silent for minutes: the two
 * clocks of observed-fetch.ts decide).
 */
export function guardedFetch(): typeof fetch {
  return guarded;
}

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

const guarded: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const host = url.hostname.replace(/^\[|\]$/g, "");
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
  const response = await undiciFetch(url, {
    method: init?.method ?? "GET",
    headers: Object.fromEntries(new Headers(init?.headers)),
    body: typeof init?.body === "string" ? init.body : null,
    signal: init?.signal ?? null,
    redirect: "manual",
    dispatcher: agent,
  });
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    await response.body?.cancel();
    const target = response.headers.get("location");
    throw new AppError("provider_address", {
      detail: `redirect ${response.status}`,
      userMessage: `The address answers with a redirect${target ? ` to ${hostOf(target, url)}` : ""}. Enter the final address instead.`,
    });
  }
  return new Response(response.status === 204 || response.status === 304 ? null : bodyOf(response), {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
  });
};

/** undici's own stream class is the platform's; only its type says otherwise. */
function bodyOf(response: Awaited<ReturnType<typeof undiciFetch>>): ReadableStream<Uint8Array> | null {
  const { body } = response;
  if (body === null) return null;
  if (!(body instanceof ReadableStream)) throw new TypeError("unexpected body stream");
  return body;
}

function hostOf(location: string, base: URL): string {
  try {
    return new URL(location, base).host;
  } catch {
    return "another place";
  }
}
