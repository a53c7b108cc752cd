import { expect, test } from "vitest";
import { createCurrentTime } from "./current-time";

const clockAt = (iso: string, zone = "UTC") => createCurrentTime({ now: () => new Date(iso), timezone: () => zone });
const summer = "2026-07-01T22:30:05.999Z";

test.each([
  ["", "2026-07-01T22:30:05+00:00, Wednesday, UTC"],
  ["{}", "2026-07-01T22:30:05+00:00, Wednesday, UTC"],
  ['{"timezone":null}', "2026-07-01T22:30:05+00:00, Wednesday, UTC"],
  ['{"timezone":""}', "2026-07-01T22:30:05+00:00, Wednesday, UTC"],
  ['{"timezone":"Europe/Berlin","format":"iso"}', "2026-07-02T00:30:05+02:00, Thursday, Europe/Berlin"],
  ['{"timezone":"Asia/Kathmandu"}', "2026-07-02T04:15:05+05:45, Thursday, Asia/Kathmandu"],
  ['{"timezone":"America/St_Johns"}', "2026-07-01T20:00:05-02:30, Wednesday, America/St_Johns"],
])("the arguments %j", async (text, result) => {
  expect(await clockAt(summer).run(text)).toEqual({ ok: true, result });
});

test("winter has another offset, and what is written is the same moment", async () => {
  const { result } = await clockAt("2026-01-15T23:59:59Z", "Europe/Berlin").run("");
  expect(result).toBe("2026-01-16T00:59:59+01:00, Friday, Europe/Berlin");
  expect(new Date(result.split(",")[0] ?? "").toISOString()).toBe("2026-01-15T23:59:59.000Z");
});

test("a zone that does not exist is answered with what does", async () => {
  expect(await clockAt(summer).run('{"timezone":"Berlin"}')).toEqual({
    ok: false,
    result: 'Error: the time zone "Berlin" is not known. Use an IANA name such as Europe/Berlin or UTC.',
  });
  const { ok, result } = await clockAt(summer).run('{"timezone":7}');
  expect(ok).toBe(false);
  expect(result).toContain('Expected arguments like {"timezone":"Europe/Berlin"}');
});
