import { expect, test } from "vitest";
import { readSettings } from "./settings.mjs";

test("nothing set: this machine only, the embedded database", () => {
  const settings = readSettings({ PORT: "", DATABASE_URL: "" });
  expect(settings).toMatchObject({ host: "127.0.0.1", port: 3000, url: "http://localhost:3000", databaseUrl: null });
  expect(settings.dataDir).toMatch(/\/data$/);
});

test.each(["0.0.0.0", "::", "192.168.1.5", "chat.example.org", "127.evil.example"])(
  "solo mode refuses %s and says what to set",
  (host) => {
    expect(() => readSettings({ HOST: host })).toThrow(/AUTH_MODE=team.*HOST=127\.0\.0\.1.*SOLO_BEHIND_LOOPBACK=1/s);
    expect(readSettings({ HOST: host, AUTH_MODE: "team" }).host).toBe(host);
    expect(readSettings({ HOST: host, SOLO_BEHIND_LOOPBACK: "1" }).host).toBe(host);
  },
);

test.each(["localhost", "127.0.0.1", "127.0.0.2", "::1", "[::1]"])("solo mode accepts %s", (host) => {
  expect(readSettings({ HOST: host, PORT: "4000" }).url).toBe("http://localhost:4000");
});

test("values that cannot work are named", () => {
  expect(() => readSettings({ PORT: "70000" })).toThrow(/PORT is "70000"/);
  expect(() => readSettings({ AUTH_MODE: "open" })).toThrow(/AUTH_MODE is "open"/);
  expect(() => readSettings({ DATABASE_URL: "mysql://user:secret@host/db" })).toThrow(
    /DATABASE_URL is not a PostgreSQL address/,
  );
});

test("a refused database address is not repeated: it may hold a password", () => {
  expect(() => readSettings({ DATABASE_URL: "mysql://user:secret@host/db" })).not.toThrow(/secret/);
});

test("running answers get a minute, or what is set, when the product is asked to stop", () => {
  expect(readSettings({}).drainMs).toBe(60_000);
  expect(readSettings({ DRAIN_SECONDS: "0" }).drainMs).toBe(0);
  expect(() => readSettings({ DRAIN_SECONDS: "soon" })).toThrow(/DRAIN_SECONDS is "soon"/);
});
