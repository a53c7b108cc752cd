import "server-only";
import { BlockList, isIP } from "node:net";
import { AppError } from "@/lib/errors/app-error";

/** Addresses that hand out a machine's credentials. Refused in every mode; no setting opens them. */
const metadata = new BlockList();
for (const address of ["169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192"])
  metadata.addAddress(address, "ipv4");
for (const address of ["fd00:ec2::254", "fd20:ce::254"]) metadata.addAddress(address, "ipv6");
metadata.addSubnet("169.254.0.0", 16, "ipv4");
metadata.addSubnet("fe80::", 10, "ipv6");

/** Everything that is not the public internet, from the IANA special-purpose registries. */
const privateRanges = new BlockList();
const ipv4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
const ipv6: [string, number][] = [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fec0::", 10],
  ["ff00::", 8],
];
for (const [net, prefix] of ipv4) privateRanges.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of ipv6) privateRanges.addSubnet(net, prefix, "ipv6");

/** The IPv4 address inside an IPv6 one (mapped, compatible, NAT64), which is what the packet reaches in the end. */
function embeddedIpv4(address: string): string | null {
  const dotted = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
  if (dotted) return dotted;
  // The WHATWG parser is the one normaliser of IPv6 spellings here.
  const normal = new URL(`http://[${address.replace(/%.*$/, "")}]/`).hostname.slice(1, -1);
  const hex = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(normal);
  if (!hex?.[1] || !hex[2]) return null;
  const bits = Number.parseInt(hex[1], 16) * 65_536 + Number.parseInt(hex[2], 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}

/**
 * Whether a connection to this IP address may be opened. Checked on the address that is really connected to, after the one
 * look-up, so that a name cannot answer differently the second time.
 */
export function isAddressAllowed(address: string, allowPrivate: boolean): boolean {
  const family = isIP(address.replace(/%.*$/, ""));
  if (family === 0) return false;
  if (family === 4) return !metadata.check(address, "ipv4") && (allowPrivate || !privateRanges.check(address, "ipv4"));
  const bare = address.replace(/%.*$/, "");
  if (metadata.check(bare, "ipv6")) return false;
  const inner = embeddedIpv4(bare);
  if (inner !== null && bare !== "::1" && bare !== "::") return isAddressAllowed(inner, allowPrivate);
  return allowPrivate || !privateRanges.check(bare, "ipv6");
}

/**
 * A base address as a person enters it, in its one normal form without trailing slash.
 * @throws AppError provider_address with a sentence that says what to change.
 */
export function normaliseBaseUrl(input: string): string {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(input) && !/^[^/]*:\d+(\/|$)/.test(input) ? input : `http://${input}`;
  const refuse = (userMessage: string) => new AppError("provider_address", { userMessage });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse("This is not an address. It should look like https://openrouter.ai/api/v1");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refuse("The address has to begin with http:// or https://");
  if (url.username !== "" || url.password !== "") throw refuse("Put the key into its own field, not into the address.");
  if (url.hash !== "" || url.search !== "") throw refuse("The address cannot have a query or a fragment.");
  const path = url.pathname.replace(/\/+$/, "").replace(/\/(chat\/completions|models)$/, "");
  return `${url.origin}${path}`;
}
