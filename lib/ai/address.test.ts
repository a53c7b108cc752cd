import { expect, test } from "vitest";
import { isAddressAllowed, normaliseBaseUrl } from "./address";

test.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])(
  "the public address %s is allowed",
  (address) => {
    expect(isAddressAllowed(address, false)).toBe(true);
  },
);

test.each([
  "127.0.0.1",
  "127.9.9.9",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fc00::1",
  "fd12:3456::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:a00:1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "ff02::1",
  "fec0::1",
])("the inner address %s is refused, and allowed where private targets are", (address) => {
  expect(isAddressAllowed(address, false)).toBe(false);
  expect(isAddressAllowed(address, true)).toBe(true);
});

test.each([
  "169.254.169.254",
  "169.254.1.1",
  "168.63.129.16",
  "100.100.100.200",
  "fd00:ec2::254",
  "fe80::1",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "::a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "fe80::1%eth0",
  "not-an-address",
  "",
])("%s is refused in every mode", (address) => {
  expect(isAddressAllowed(address, true)).toBe(false);
  expect(isAddressAllowed(address, false)).toBe(false);
});

test("a base address has one form", () => {
  expect(normaliseBaseUrl("https://example.com/v1/")).toBe("https://example.com/v1");
  expect(normaliseBaseUrl("https://Example.com/v1/chat/completions")).toBe("https://example.com/v1");
  expect(normaliseBaseUrl("localhost:11434/v1")).toBe("http://localhost:11434/v1");
  expect(normaliseBaseUrl("127.0.0.1:8000/v1/models")).toBe("http://127.0.0.1:8000/v1");
});

test.each([
  "ftp://example.com",
  "javascript:alert(1)",
  "https://user:pass@example.com/v1",
  "https://example.com/v1?key=1",
  "https://example.com/#a",
  "http://",
  "https://exa mple.com",
])("%s is no base address", (input) => {
  expect(() => normaliseBaseUrl(input)).toThrow(expect.objectContaining({ code: "provider_address" }));
});

test.each(["http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/"])(
  "%s becomes the loopback address it means",
  (input) => {
    expect(normaliseBaseUrl(input)).toBe("http://127.0.0.1");
  },
);
